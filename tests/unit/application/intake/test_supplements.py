"""What an officer may ask for: items of this checklist, once each, by a day that can be met."""

from datetime import date, timedelta

import pytest

from services.application.intake.domain.materials import Material, MaterialStatus
from services.application.intake.domain.supplements import (
    DEADLINE_DAYS_MAX,
    Supplement,
    SupplementItem,
    requested,
)
from services.kit.errors import Invalid
from tests.unit.application.intake.cases import TODAY, a_material, an_item

M = MaterialStatus
DAY = timedelta(days=1)
MATERIALS = [
    a_material(an_item("identity"), M.VERIFIED),
    a_material(an_item("licence"), M.UPLOADED),
    a_material(an_item("statement"), M.REJECTED),
    a_material(an_item("lease"), M.WAIVED),
]


def ask(*items: str, due_on: date = TODAY + DAY) -> tuple[Material, ...]:
    supplement = Supplement(tuple(SupplementItem(item, "unclear") for item in items), due_on, None)
    return requested(MATERIALS, supplement, TODAY, TODAY)


def refused(*items: str, due_on: date = TODAY + DAY) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        ask(*items, due_on=due_on)
    return [(each.pointer, each.code) for each in error.value.errors]


def test_only_what_was_asked_for_changes() -> None:
    after = ask("licence")
    assert [each.status for each in after] == [M.VERIFIED, M.REJECTED, M.REJECTED, M.WAIVED]
    assert after[1].reason == "unclear"


@pytest.mark.parametrize("days", [0, -1, DEADLINE_DAYS_MAX + 1])
def test_a_deadline_lies_ahead_but_not_far(days: int) -> None:
    due_on = TODAY + days * DAY
    assert refused("licence", due_on=due_on) == [("/due_on", "deadline_out_of_range")]


def test_each_item_that_cannot_be_asked_for_is_told() -> None:
    assert refused("identity", "passport", "licence", "licence", "lease") == [
        ("/items/0/item", "item_already_settled"),
        ("/items/1/item", "unknown_item"),
        ("/items/3/item", "repeated_item"),
        ("/items/4/item", "item_already_settled"),
    ]
