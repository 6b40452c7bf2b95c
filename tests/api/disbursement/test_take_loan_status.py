"""A contract is settled with its loan and takes effect again with it (`take_loan_status`)."""

from typing import Any

import pytest

from services.disbursement.contracts import entry
from services.disbursement.machinery import own_machinery
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.payouts.street import sign
from tests.api.disbursement.telling import told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

LOAN = typeid_of("loan", new_id())


@pytest.fixture
def repayment(client_for: ClientFor) -> Client:
    """The repayment service's relay."""
    return client_for(subject="system:relay", signer="repayment")


@pytest.fixture
async def contract(service: RunningApp, drawn: Draw) -> str:
    """A contract whose money arrived."""
    contract_id = await drawn(told())
    await sign(service, contract_id)
    async with service.sessions.begin() as session:
        await entry.lock(session, contract_id)
        await entry.make_effective(session, contract_id, own_machinery())
    return typeid_of("ctr", contract_id)


async def tell(repayment: Client, contract: str, loan: str, sequence: int, status: str) -> Any:
    body = {"sequence": sequence, "after": sequence - 1, "loan_id": loan, "status": status}
    return await repayment.put(f"/internal/v1/contracts/{contract}/loan-status", body)


async def test_it_follows_its_loan_there_and_back(
    repayment: Client, client_for: ClientFor, contract: str
) -> None:
    loan, staff = typeid_of("loan", new_id()), client_for(Role.FINANCE_CHECKER)
    story = [("active", "effective"), ("settled", "settled"), ("active", "effective")]
    for sequence, (status, stands) in enumerate(story, start=1):
        for _ in range(2):  # told again it changes nothing
            taken = expect(await tell(repayment, contract, loan, sequence, status), 200)
            assert taken == {"contract_id": contract, "status": stands}
        assert expect(await staff.get(f"/v1/contracts/{contract}"), 200)["status"] == stands
    timeline = expect(await staff.get(f"/v1/contracts/{contract}/timeline"), 200)
    kinds = [each["kind"] for each in timeline["data"]]
    assert kinds.count("settled") == kinds.count("runs_again") == 1


async def test_a_message_before_its_turn_waits(repayment: Client, contract: str) -> None:
    loan = typeid_of("loan", new_id())
    refused(await tell(repayment, contract, loan, 2, "settled"), 409, "sequence_gap")


async def test_a_contract_we_never_drew_is_not_there(repayment: Client) -> None:
    absent = typeid_of("ctr", new_id())
    refused(await tell(repayment, absent, LOAN, 1, "settled"), 404, "not_found")
