"""A contract nobody signs is left by itself, and what was signed in time is not."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from services.disbursement.contracts.use_cases.lapse_contracts import lapse_contracts
from services.disbursement.machinery import DISBURSEMENT
from tests.api.disbursement.conftest import NOW, Draw
from tests.api.disbursement.signing import disclose, shown, sign, topics_of
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, RunningApp, expect
from tests.fixed_clock import FixedClock

DAYS = 30


async def lapsed_by(service: RunningApp, days: int) -> int:
    """How many contracts the round leaves so many days after they were drawn."""
    clock = FixedClock(NOW + timedelta(days=days))
    return await lapse_contracts(service.sessions, clock, DAYS)


async def left_by(service: RunningApp, contract_id: UUID) -> list[tuple[str, str]]:
    """Who ended it and why, as the audit has it."""
    statement = text(
        "SELECT actor, reason FROM audit WHERE aggregate_id = :id AND action = 'contract.voided'"
    )
    async with service.sessions() as session:
        found = await session.execute(statement, {"id": contract_id})
        return [(row.actor, row.reason) for row in found]


async def test_a_contract_is_left_on_the_day_after_its_last(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    assert await lapsed_by(service, DAYS) == 0
    assert (await shown(borrower, contract_id))["status"] == "draft"
    assert await lapsed_by(service, DAYS + 1) == 1
    contract = await shown(borrower, contract_id)
    assert (contract["status"], contract["ended_by"]) == ("voided", "lender")
    assert contract["reason_code"] == "not_signed_in_time"
    assert await lapsed_by(service, DAYS + 1) == 0
    assert (await topics_of(service, contract_id)).count("contract.voided") == 1
    assert await left_by(service, contract_id) == [(DISBURSEMENT, "not_signed_in_time")]


async def test_one_that_only_some_have_signed_is_left_too(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("spouse", "usr_spouse"))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    assert expect(await sign(borrower, contract_id), 201)["status"] == "signing"
    assert await lapsed_by(service, DAYS + 1) == 1
    assert (await shown(borrower, contract_id))["status"] == "voided"


async def test_a_signed_contract_is_kept(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    assert await lapsed_by(service, 400) == 0
    assert (await shown(borrower, contract_id))["status"] == "signed"
