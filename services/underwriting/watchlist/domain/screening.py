"""What a listed name means for somebody who is looked for."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.underwriting.domain.statuses import ListStatus
from services.underwriting.watchlist.domain.entries import EntryStatus, ListKind
from services.underwriting.watchlist.domain.matching import (
    Likeness,
    Match,
    NameForms,
    compare_forms,
)

SHUT_OUT: Final = frozenset({ListKind.SANCTIONS, ListKind.BLACKLIST})
# On our own lists we know whom we mean: another number is another person. Those on public lists
# may hold several documents.
OWN_LISTS: Final = frozenset({ListKind.BLACKLIST, ListKind.GREYLIST})
SAME_NUMBER: Final = Match(Likeness.SAME_NUMBER, 100)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed name as it is compared; `number_index` is what equal numbers have in common."""

    entry_id: UUID
    kind: ListKind
    status: EntryStatus
    forms: NameForms
    number_index: bytes | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody to look for, in the same forms."""

    forms: NameForms
    number_index: bytes | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name that is, or is like, somebody looked for; nobody's name in it."""

    entry_id: UUID
    kind: ListKind
    match: Match
    status: ListStatus


def hit_of(candidate: Candidate, wanted: Wanted) -> Hit | None:
    """What `candidate` says of `wanted`; None when it is about somebody else."""
    match = _match(candidate, wanted)
    if match is None:
        return None
    return Hit(candidate.entry_id, candidate.kind, match, _weight(candidate, match))


def worst_of(hits: tuple[Hit, ...]) -> ListStatus:
    """The gravest of all hits."""
    if any(hit.status is ListStatus.HIT for hit in hits):
        return ListStatus.HIT
    return ListStatus.POSSIBLE if hits else ListStatus.CLEAR


def _match(candidate: Candidate, wanted: Wanted) -> Match | None:
    if candidate.number_index is not None and wanted.number_index is not None:
        if candidate.number_index == wanted.number_index:
            return SAME_NUMBER
        if candidate.kind in OWN_LISTS:
            return None
    return compare_forms(candidate.forms, wanted.forms)


def _weight(candidate: Candidate, match: Match) -> ListStatus:
    """A hit is the very person on a list that shuts out; while we are in dispute, a person looks.

    Sanctions are not ours to doubt.
    """
    is_certain = match.likeness is Likeness.SAME_NUMBER and candidate.kind in SHUT_OUT
    is_doubted = (
        candidate.status is EntryStatus.DISPUTED and candidate.kind is not ListKind.SANCTIONS
    )
    return ListStatus.HIT if is_certain and not is_doubted else ListStatus.POSSIBLE
