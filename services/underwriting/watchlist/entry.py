"""What other areas may ask of the lists: whether somebody is on one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.underwriting.domain.statuses import ListStatus
from services.underwriting.watchlist import repository
from services.underwriting.watchlist.domain.matching import forms_of
from services.underwriting.watchlist.domain.screening import Hit, Wanted, hit_of, worst_of
from services.underwriting.watchlist.repository import Listed
from services.underwriting.watchlist.sealed_names import number_index

VERSION_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody to look for: the name as written, and the number when it is known."""

    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Screening:
    """The worst that was found, the lists' version, which lists said so, and each hit."""

    status: ListStatus
    version: str
    kinds: tuple[str, ...]
    entry_ids: tuple[str, ...]
    hits: tuple[Hit, ...] = ()


async def screen(
    session: AsyncSession, sought: Sequence[Sought], today: date, keys: FieldKeys
) -> Screening:
    """Look for all of `sought` on every list as it stands on `today`."""
    listed = await repository.counting_on(session, today, keys)
    wanted = [_wanted(each, keys) for each in sought]
    hits = tuple(
        hit
        for candidate in listed
        for each in wanted
        if (hit := hit_of(candidate.candidate, each)) is not None
    )
    return Screening(
        status=worst_of(hits),
        version=version_of(listed),
        kinds=tuple(sorted({hit.kind.value for hit in hits})),
        entry_ids=tuple(sorted({typeid_of("wle", hit.entry_id) for hit in hits})),
        hits=hits,
    )


def beside(own: Screening, others: Screening) -> Screening:
    """What was found about somebody, and about those who stand beside them.

    Another's hit shuts nobody out by itself: it is for a person to look at.
    """
    if own.status is ListStatus.HIT or others.status is ListStatus.CLEAR:
        return own
    return replace(
        own,
        status=ListStatus.POSSIBLE,
        kinds=tuple(sorted({*own.kinds, *others.kinds})),
        entry_ids=tuple(sorted({*own.entry_ids, *others.entry_ids})),
        hits=(*own.hits, *others.hits),
    )


def version_of(listed: Sequence[Listed]) -> str:
    """What the lists are called as they stand: equal names, equal versions."""
    named = "\n".join(f"{each.candidate.entry_id}:{each.version}" for each in listed)
    return sha256(named.encode()).hexdigest()[:VERSION_CHARACTERS]


def _wanted(sought: Sought, keys: FieldKeys) -> Wanted:
    index = number_index(sought.number, keys) if sought.number else None
    return Wanted(forms_of(sought.name), index)
