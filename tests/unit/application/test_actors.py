"""Who acts on an application, and who may not judge it."""

from uuid import UUID

import pytest

from services.application.domain.actors import (
    Actor,
    applicant_of,
    own_machinery,
    require_not_own,
)
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.internal_tokens import GATEWAY
from services.kit.roles import ROLE_SCOPES, Role


def a_caller(role: Role, partner_id: UUID | None = None) -> Caller:
    return Caller("ina", frozenset({role}), ROLE_SCOPES[role], partner_id, GATEWAY, "req_1")


def test_the_outside_hand_is_the_partners_where_there_is_one() -> None:
    assert applicant_of(a_caller(Role.BORROWER)) is Actor.BORROWER
    assert applicant_of(a_caller(Role.PARTNER, UUID(int=1))) is Actor.PARTNER


def test_our_own_hand_has_none_of_the_callers_rights_and_keeps_its_request() -> None:
    partner = a_caller(Role.PARTNER, UUID(int=1))
    own = own_machinery(partner)
    assert own.subject == "system:fast_track"
    assert (own.roles, own.scopes, own.partner_id) == (frozenset(), frozenset(), None)
    assert own.request_id == partner.request_id


@pytest.mark.parametrize(
    ("owner", "writers"), [("ina", frozenset[str]()), ("bo", frozenset({"ina"}))]
)
def test_z5_nobody_judges_what_they_own_or_wrote(owner: str, writers: frozenset[str]) -> None:
    officer = a_caller(Role.LOAN_OFFICER)
    require_not_own(officer, "bo", frozenset({"uwe"}))
    with pytest.raises(OwnWork):
        require_not_own(officer, owner, writers)


@pytest.mark.parametrize(
    ("owner", "writers"),
    [(f"partner:{UUID(int=1)}", frozenset[str]()), ("bo", frozenset({f"partner:{UUID(int=1)}"}))],
)
def test_z5_nobody_judges_what_their_partner_owns_or_answers_for(
    owner: str, writers: frozenset[str]
) -> None:
    require_not_own(a_caller(Role.LOAN_OFFICER, UUID(int=2)), owner, writers)
    with pytest.raises(OwnWork):
        require_not_own(a_caller(Role.LOAN_OFFICER, UUID(int=1)), owner, writers)
