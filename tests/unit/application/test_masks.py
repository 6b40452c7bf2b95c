"""What each audience sees."""

import pytest

from services.application.domain.masks import (
    Audience,
    audience_of,
    last_four,
    masked_identity,
    masked_mobile,
    shown_address,
    shown_name,
)
from services.kit.caller import Caller
from services.kit.identifiers import new_id
from services.kit.roles import Role

ADDRESS = "北京市东城区示例路1号"
REVERSED_NAME = "王\u202e小明"


def test_numbers_are_masked_in_their_middle() -> None:
    assert masked_identity("110101199003070003") == "110101********0003"
    assert masked_mobile("13800138000") == "138****8000"
    assert last_four("6222020200000000006") == "0006"


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        (Audience.OWNER, "王小明"),
        (Audience.PARTNER, "王小明"),
        (Audience.CASE_WORKER, "王小明"),
        (Audience.OVERSIGHT, "王**"),
    ],
)
def test_a_name_is_whole_where_the_work_needs_it(audience: Audience, name: str) -> None:
    assert shown_name("王小明", audience) == name


def test_a_name_of_one_letter_is_masked_too() -> None:
    assert shown_name("A", Audience.OVERSIGHT) == "A*"


def test_an_address_shows_overseers_the_town_at_most() -> None:
    assert shown_address(ADDRESS, Audience.OVERSIGHT) == "北京市东城区****"
    assert shown_address(ADDRESS, Audience.CASE_WORKER) == ADDRESS


def test_i9_staff_never_sees_text_that_turns_its_direction() -> None:
    assert shown_name(REVERSED_NAME, Audience.CASE_WORKER) == "王小明"
    assert shown_name(REVERSED_NAME, Audience.OVERSIGHT) == "王**"
    assert shown_name(REVERSED_NAME, Audience.OWNER) == REVERSED_NAME


@pytest.mark.parametrize(
    ("roles", "audience"),
    [
        ({Role.BORROWER}, Audience.OWNER),
        ({Role.BORROWER, Role.APPROVER}, Audience.OWNER),
        ({Role.LOAN_OFFICER}, Audience.CASE_WORKER),
        ({Role.UNDERWRITER}, Audience.CASE_WORKER),
        ({Role.APPROVER}, Audience.CASE_WORKER),
        ({Role.RISK_MANAGER}, Audience.OVERSIGHT),
        ({Role.AUDITOR}, Audience.OVERSIGHT),
        ({Role.SUPPORT}, Audience.OVERSIGHT),
        (set(), Audience.OVERSIGHT),
    ],
)
def test_the_audience_follows_the_role(roles: set[Role], audience: Audience) -> None:
    caller = Caller("somebody", frozenset(roles), frozenset(), None, "svc:gateway", "req_1")
    assert audience_of(caller) is audience


def test_a_partner_is_a_partner_whatever_else_it_is() -> None:
    roles = frozenset({Role.PARTNER, Role.LOAN_OFFICER})
    caller = Caller("client", roles, frozenset(), new_id(), "svc:gateway", "req_1")
    assert audience_of(caller) is Audience.PARTNER
