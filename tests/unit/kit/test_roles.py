"""Who may do what."""

from uuid import UUID

import pytest

from services.kit.caller import Caller
from services.kit.roles import DUTIES_APART, ROLE_SCOPES, SCOPES, Role, may

PARTNER_ID = UUID(int=7)


def a_caller(subject: str = "u1", *roles: Role, partner_id: UUID | None = None) -> Caller:
    return Caller(subject, frozenset(roles), frozenset(), partner_id, "svc:gateway", "req_1")


def test_every_role_has_a_row() -> None:
    assert set(ROLE_SCOPES) == set(Role)


def test_duties_apart_name_scopes_that_exist() -> None:
    assert {scope for pair in DUTIES_APART for scope in pair} <= SCOPES


@pytest.mark.parametrize("pair", sorted(DUTIES_APART))
def test_no_single_role_makes_and_decides(pair: tuple[str, str]) -> None:
    assert not [role for role, scopes in ROLE_SCOPES.items() if set(pair) <= scopes]


def test_a_scope_is_carried_by_any_of_the_roles() -> None:
    assert may({Role.TRAINEE, Role.LOAN_OFFICER}, "applications:review")
    assert not may({Role.BORROWER}, "applications:review")
    assert not may((), "parties:read")
    assert not may(Role, "no:such-scope")


def test_a_principal_is_the_partner_before_the_person() -> None:
    assert a_caller("u1").principal == "user:u1"
    assert a_caller("u1", partner_id=PARTNER_ID).principal == f"partner:{PARTNER_ID}"
    assert a_caller("anonymous").principal == "anonymous"


def test_staff_are_those_who_are_neither_borrower_nor_partner() -> None:
    assert a_caller("u1", Role.AUDITOR).is_staff
    assert not a_caller("u1", Role.AUDITOR, Role.BORROWER).is_staff
    assert not a_caller("p1", Role.PARTNER).is_staff
    assert not a_caller("anonymous").is_staff
