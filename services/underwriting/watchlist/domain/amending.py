"""What of a listed name may be changed, and what a change must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.kit.errors import FieldError, Title, TransitionNotAllowed
from services.underwriting.watchlist.domain.entries import (
    ENTRY_LIFE,
    Entry,
    EntryStatus,
    ListedName,
)
from services.underwriting.watchlist.domain.matching import forms_of

_OVER: Final = Title("must be after today, or nothing", "必须晚于今天，或不填")
_LISTED: Final = ("source", "reason", "expires_on")
_NAMELESS: Final = Title("must have a letter or a character", "必须包含文字")


@dataclass(frozen=True, slots=True)
class Amendment:
    """An entry as it shall be, the names of the fields that differ, and whether it counts for less:
    ends sooner than it did, or is disputed now."""

    entry: Entry
    changed: tuple[str, ...]
    is_weaker: bool


def faults_of(listed: ListedName, today: date) -> Sequence[FieldError]:
    """What is wrong with a name somebody wants listed."""
    faults = []
    if not forms_of(listed.name).text:
        faults.append(FieldError("/name", "name_without_letters", _NAMELESS))
    return [*faults, *expiry_faults(listed.expires_on, today)]


def expiry_faults(expires_on: date | None, today: date) -> Sequence[FieldError]:
    """What is wrong with a first day on which a name shall no longer count."""
    if expires_on is not None and expires_on <= today:
        return [FieldError("/expires_on", "already_over", _OVER)]
    return []


def amend(entry: Entry, changes: Mapping[str, Any]) -> Amendment:
    """The entry with `changes`, by field name; raises `TransitionNotAllowed` once removed."""
    if entry.status is EntryStatus.REMOVED:
        raise TransitionNotAllowed(Title("It was removed and stays as it is.", "该条目已移除。"))
    listed = replace(entry.listed, **{name: changes[name] for name in _LISTED if name in changes})
    status: EntryStatus = entry.status
    if "is_disputed" in changes:
        wanted = EntryStatus.DISPUTED if changes["is_disputed"] else EntryStatus.STANDING
        status = wanted if wanted is status else ENTRY_LIFE.step(status, wanted)
    changed = [name for name in _LISTED if getattr(listed, name) != getattr(entry.listed, name)]
    if status is not entry.status:
        changed.append("is_disputed")
    amended = replace(entry, listed=listed, status=status)
    return Amendment(amended, tuple(changed), _is_weaker(entry, amended))


def _is_weaker(was: Entry, becomes: Entry) -> bool:
    ended, ends = was.listed.expires_on, becomes.listed.expires_on
    is_shorter = ends is not None and (ended is None or ends < ended)
    is_new_dispute = becomes.status is EntryStatus.DISPUTED and was.status is not becomes.status
    return is_shorter or is_new_dispute
