"""What applicants say of the property they offer."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from services.application.collaterals.schemas.parts import (
    OWNER_NAME_LENGTH_MAX,
    PLACE_LENGTH_MAX,
    TITLE_NUMBER_LENGTH_MAX,
)
from services.application.domain.collaterals import CollateralKind, Property, PropertyOwner
from services.kit.money import Money
from services.kit.schemas import AmountIn, MoneyIn, Schema, ShortText, refusal

OwnerName = Annotated[str, ShortText(OWNER_NAME_LENGTH_MAX)]
TitleNumber = Annotated[str, ShortText(TITLE_NUMBER_LENGTH_MAX)]
Place = Annotated[str, ShortText(PLACE_LENGTH_MAX)]


class CollateralCreate(Schema):
    """A property that is to secure the loan."""

    kind: CollateralKind
    owner: PropertyOwner = Field(description="whose it is, as the borrower stands to them")
    owner_name: OwnerName = Field(description="as the title certificate says it")
    title_number: TitleNumber = Field(
        description="of the title certificate; of movable things a frame or serial number"
    )
    place: Place = Field(description="where it is")
    declared_value: MoneyIn = Field(description="what it is worth, in the applicant's own word")
    prior_liens: AmountIn | None = Field(
        default=None,
        description="what is owed on it to others, who come before us; nothing unless said",
    )

    def offered(self) -> Property:
        """The property as the domain knows it."""
        value = self.declared_value.money()
        owed = self.prior_liens.money() if self.prior_liens else Money(0, value.currency)
        return Property(
            kind=self.kind,
            owner=self.owner,
            owner_name=self.owner_name,
            title_number=self.title_number,
            place=self.place,
            declared_value=value,
            prior_liens=owed,
        )


def _never_sent() -> Any:  # noqa: ANN401 - stands for any type, and is never read
    return None


def _kept() -> Any:  # noqa: ANN401 - a field of any type
    """A field that is left as it is unless sent; null is no value of it."""
    return Field(default_factory=_never_sent)


class CollateralUpdate(Schema):
    """What shall change; whatever is left out stays."""

    kind: CollateralKind = _kept()
    owner: PropertyOwner = _kept()
    owner_name: OwnerName = _kept()
    title_number: TitleNumber = _kept()
    place: Place = _kept()
    declared_value: MoneyIn = _kept()
    prior_liens: AmountIn = _kept()

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise refusal("nothing_to_change", en="names no field to change", zh="没有要修改的字段")
        return self

    def changes(self) -> dict[str, object]:
        """What was sent, by field name, as the domain knows it."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        return {
            name: said.money() if isinstance(said, MoneyIn) else said for name, said in sent.items()
        }
