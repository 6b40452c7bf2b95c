"""From draft to offered to replaced: who may approve a version, and from which day it counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from services.application.catalogue.domain.errors import VersionOutOfDate
from services.application.domain.products import ProductVersion, VersionStatus
from services.kit.errors import OwnWork
from services.kit.transitions import TransitionTable

VERSION_LIFE: Final = TransitionTable(
    "product version",
    {
        VersionStatus.DRAFT: frozenset({VersionStatus.ACTIVE}),
        VersionStatus.ACTIVE: frozenset({VersionStatus.RETIRED}),
        VersionStatus.RETIRED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version with what the record says of it: its revision (for If-Match) and its times."""

    version: ProductVersion
    revision: int
    created_at: datetime
    approved_at: datetime | None


def activated(version: ProductVersion, *, approver: str, today: date) -> ProductVersion:
    """The version in force from its first day, or from today when that has passed.

    Raises `OwnWork` for its maker, `TransitionNotAllowed` unless it is a draft and
    `VersionOutOfDate` when its validity is over.
    """
    if approver == version.maker:
        raise OwnWork
    status = VERSION_LIFE.step(version.status, VersionStatus.ACTIVE)
    begins_on = max(version.valid_from, today)
    if version.valid_to is not None and version.valid_to <= begins_on:
        raise VersionOutOfDate
    return replace(version, status=status, approver=approver, valid_from=begins_on)


def replaced(version: ProductVersion, *, from_day: date) -> ProductVersion:
    """An approved version that gives way from `from_day` on.

    One that had not begun by then is never offered at all: it ends on the day it begins.
    """
    status = version.status
    if status is VersionStatus.ACTIVE:
        status = VERSION_LIFE.step(status, VersionStatus.RETIRED)
    ends_on = max(version.valid_from, from_day)
    if version.valid_to is not None:
        ends_on = min(ends_on, version.valid_to)
    return replace(version, status=status, valid_to=ends_on)
