"""What an officer asks the borrower to add: items with reasons, and a deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.application.intake.domain.materials import Material, MaterialStatus
from services.kit.clock import BUSINESS_ZONE
from services.kit.errors import FieldError, Invalid, Title

DEADLINE_DAYS_MAX: Final = 60

_SETTLED: Final = frozenset({MaterialStatus.VERIFIED, MaterialStatus.WAIVED})
_UNKNOWN: Final = Title("is not on this application's checklist", "不在该申请的资料清单中")
_TWICE: Final = Title("is asked for twice", "重复列出")
_DONE: Final = Title("is already verified or waived", "已核实或已豁免")
_DEADLINE: Final = Title(
    f"must be after today, and at most {DEADLINE_DAYS_MAX} days ahead",
    f"须晚于今天，且不超过 {DEADLINE_DAYS_MAX} 天",
)


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One material asked for, and why."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was asked for, to be there by the end of the business day `due_on`."""

    items: tuple[SupplementItem, ...]
    due_on: date
    note: str | None


def requested(
    materials: Sequence[Material], supplement: Supplement, day: date, today: date
) -> tuple[Material, ...]:
    """The materials after the request; `day` is the one they were handed in on.

    Raises `Invalid` with a pointer to each item, or deadline, that cannot be.
    """
    by_code = {material.code: material.as_of(day) for material in materials}
    if breaches := _breaches(by_code, supplement, today):
        raise Invalid(errors=breaches)
    reasons = {asked.item: asked.reason for asked in supplement.items}
    return tuple(
        material.request(reasons[material.code], day) if material.code in reasons else material
        for material in materials
    )


def end_of(day: date) -> datetime:
    """The instant at which the business day `day` is over."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(BUSINESS_ZONE))


def _breaches(
    materials: Mapping[str, Material], supplement: Supplement, today: date
) -> list[FieldError]:
    found = []
    if not today < supplement.due_on <= today + timedelta(days=DEADLINE_DAYS_MAX):
        found.append(FieldError("/due_on", "deadline_out_of_range", _DEADLINE))
    seen: set[str] = set()
    for index, asked in enumerate(supplement.items):
        pointer = f"/items/{index}/item"
        if asked.item not in materials:
            found.append(FieldError(pointer, "unknown_item", _UNKNOWN))
        elif asked.item in seen:
            found.append(FieldError(pointer, "repeated_item", _TWICE))
        elif materials[asked.item].status in _SETTLED:
            found.append(FieldError(pointer, "item_already_settled", _DONE))
        seen.add(asked.item)
    return found
