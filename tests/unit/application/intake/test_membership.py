"""A loan of a group is asked for by a member of one that may borrow."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.application.domain.groups import GroupStatus, Membership
from services.application.domain.products import ProductType
from services.application.intake.domain.membership import group_gaps
from tests.unit.application.intake.cases import an_application, some_terms

GROUP = some_terms(product_type=ProductType.GROUP)
ACTIVE = Membership(UUID(int=5), GroupStatus.ACTIVE, has_agreed=True, version=3)


def test_no_group_is_asked_for_elsewhere() -> None:
    assert group_gaps(some_terms(), None) == ()


def test_a_member_of_an_active_group_lacks_nothing() -> None:
    assert group_gaps(GROUP, ACTIVE) == ()


@pytest.mark.parametrize(
    ("membership", "code"),
    [
        (None, "group_missing"),
        (
            replace(ACTIVE, status=GroupStatus.FORMING, has_agreed=False),
            "group_agreement_missing",
        ),
        (replace(ACTIVE, status=GroupStatus.FORMING), "group_forming"),
        (replace(ACTIVE, status=GroupStatus.FROZEN), "group_not_active"),
        (replace(ACTIVE, status=GroupStatus.DISSOLVED), "group_missing"),
    ],
)
def test_what_is_missing(membership: Membership | None, code: str) -> None:
    (gap,) = group_gaps(GROUP, membership)
    assert (gap.pointer, gap.code) == ("/group", code)


def test_an_application_keeps_the_group_it_is_submitted_in() -> None:
    assert an_application().in_group(ACTIVE).group_id == ACTIVE.group_id
    assert an_application().in_group(None).group_id is None
