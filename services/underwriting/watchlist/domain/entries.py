"""One listed name: on which list, why, until when, and how its life goes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.transitions import TransitionTable


class ListKind(StrEnum):
    """The lists. The very person on one of the first two is shut out, else a person looks."""

    SANCTIONS = "sanctions"
    BLACKLIST = "blacklist"
    POLITICALLY_EXPOSED = "politically_exposed"
    GREYLIST = "greylist"


class ListedAs(StrEnum):
    """What bears the name."""

    PERSON = "person"
    BUSINESS = "business"


class EntryStatus(StrEnum):
    """An entry counts while it stands, disputed or not; nothing is ever erased."""

    STANDING = "standing"
    DISPUTED = "disputed"
    REMOVED = "removed"


_S = EntryStatus

ENTRY_LIFE: Final = TransitionTable[EntryStatus](
    "watchlist entry",
    {
        _S.STANDING: frozenset({_S.DISPUTED, _S.REMOVED}),
        _S.DISPUTED: frozenset({_S.STANDING, _S.REMOVED}),
        _S.REMOVED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """What a maker says of a name.

    `number` is an identity number or credit code, when it is known: an equal number is the very
    person, an equal name only somebody alike. `expires_on` is the first day it no longer counts.
    """

    kind: ListKind
    listed_as: ListedAs
    name: str
    number: str | None
    source: str
    reason: str
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """By whom, when and why an entry was taken off its list."""

    removed_by: str
    removed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name as it stands on a list."""

    entry_id: UUID
    listed: ListedName
    status: EntryStatus
    added_by: str
    created_at: datetime
    updated_at: datetime
    version: int
    removal: Removal | None

    def counts_on(self, day: date) -> bool:
        """Whether it is looked at on a business day."""
        expires_on = self.listed.expires_on
        return self.status is not EntryStatus.REMOVED and (expires_on is None or day < expires_on)
