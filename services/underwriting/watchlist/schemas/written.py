"""What those who keep the lists send."""

from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from services.kit.schemas import DateIn, Schema, ShortText, refusal
from services.underwriting.watchlist.domain.entries import ListedAs, ListedName, ListKind

NAME_LENGTH_MAX: Final = 200
SOURCE_LENGTH_MAX: Final = 200
REASON_LENGTH_MAX: Final = 500

Name = Annotated[str, ShortText(NAME_LENGTH_MAX)]
Number = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{5,32}$")]
Source = Annotated[str, ShortText(SOURCE_LENGTH_MAX)]
Reason = Annotated[str, ShortText(REASON_LENGTH_MAX)]


class WatchlistEntryCreate(Schema):
    """A name to list."""

    kind: ListKind = Field(
        description="the very person on `sanctions` or `blacklist` is refused; "
        "whoever is on another list, or only like a name, is looked at by a person"
    )
    listed_as: ListedAs
    name: Name
    number: Number | None = Field(
        default=None,
        description="identity number, document number or credit code; "
        "without it nobody is known to be the very person",
    )
    source: Source = Field(description="who says so: a public list, a court, our own collection")
    reason: Reason
    expires_on: DateIn | None = Field(
        default=None, description="the first day it no longer counts; null: until removed"
    )

    def listed(self) -> ListedName:
        """The name as the domain knows it."""
        return ListedName(
            kind=self.kind,
            listed_as=self.listed_as,
            name=self.name,
            number=self.number.upper() if self.number else None,
            source=self.source,
            reason=self.reason,
            expires_on=self.expires_on,
        )


def _never_sent() -> Any:  # noqa: ANN401 - stands for any type, and is never read
    return None


def _kept(description: str) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is left as it is unless sent; null is no value of it."""
    return Field(default_factory=_never_sent, description=description)


class WatchlistEntryUpdate(Schema):
    """What shall change; whatever is left out stays. Name, number and list stand."""

    source: Source = _kept("who says so")
    reason: Reason = _kept("why the name is listed")
    expires_on: DateIn | None = Field(
        default=None, description="the first day it no longer counts; null: until removed"
    )
    is_disputed: bool = _kept(
        "while its subject disputes it, an entry refuses nobody but has a person look; "
        "sanctions refuse all the same"
    )
    note: Reason = Field(description="why it is changed; kept in the audit")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.model_fields_set <= {"note"}:
            raise refusal("nothing_to_change", en="names nothing to change", zh="没有要修改的内容")
        return self

    def changes(self) -> dict[str, Any]:
        """What was sent, by field name."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"note"}}


class RemovalCreate(Schema):
    """A removal."""

    reason: Reason = Field(description="why the name is taken off; kept with it and in the audit")
