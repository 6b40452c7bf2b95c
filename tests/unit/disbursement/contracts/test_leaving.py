"""On whose wish a contract ends, and where that leads."""

import pytest

from services.disbursement.contracts.domain.happenings import EndedBy
from services.disbursement.contracts.domain.leaving import leaves_as, left_status
from services.disbursement.domain.statuses import ContractStatus
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.identifiers import new_id
from services.kit.roles import Role


def caller(role: Role, subject: str = "somebody", *, is_partner: bool = False) -> Caller:
    return Caller(
        subject=subject,
        roles=frozenset({role}),
        scopes=frozenset(),
        partner_id=new_id() if is_partner else None,
        acting_service="svc:gateway",
        request_id="req_1",
    )


def test_each_side_leaves_in_its_own_name() -> None:
    assert leaves_as(caller(Role.BORROWER), "li") is EndedBy.BORROWER
    assert leaves_as(caller(Role.PARTNER, is_partner=True), "li") is EndedBy.PARTNER
    assert leaves_as(caller(Role.LOAN_OFFICER), "li") is EndedBy.LENDER


def test_staff_who_are_the_borrower_do_not_decide_for_the_lender() -> None:
    with pytest.raises(OwnWork):
        leaves_as(caller(Role.ADMIN, "li"), "li")


def test_a_contract_whose_money_came_back_is_terminated() -> None:
    assert left_status(ContractStatus.EFFECTIVE) is ContractStatus.TERMINATED
    assert left_status(ContractStatus.SIGNED) is ContractStatus.VOIDED
