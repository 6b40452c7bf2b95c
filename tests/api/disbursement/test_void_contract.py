"""Leaving a contract: who may, until when, and what others are told."""

from uuid import UUID

import pytest
from sqlalchemy import text

from services.disbursement.cash import entry as cash
from services.disbursement.contracts import entry
from services.disbursement.machinery import own_machinery
from services.kit.identifiers import new_id
from services.kit.money import Money
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, path_to, shown, sign, topics_of, void
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


async def test_a_borrower_leaves_a_draft(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    contract = expect(await void(borrower, contract_id), 201)
    assert (contract["status"], contract["ended_by"]) == ("voided", "borrower")
    assert contract["reason_code"] == "changed_mind"
    assert (await topics_of(service, contract_id))[-1] == "contract.voided"
    async with service.sessions() as session:
        statement = text(
            "SELECT action, reason FROM audit WHERE aggregate_id = :id ORDER BY seq DESC LIMIT 1"
        )
        (entry,) = await session.execute(statement, {"id": contract_id})
    assert tuple(entry) == ("contract.voided", "changed_mind")


async def payout_moved_to(service: RunningApp, contract_id: UUID, status: str) -> None:
    """The bank's side of the story, told here in one stroke."""
    async with service.sessions.begin() as session:
        statement = (
            "UPDATE payouts SET status = :status, account_id = :account, account_version = 1,"
            " account_digest = sha256('x'), rail = 'sandbox', settled_on = '2026-11-23',"
            " returned_on = '2026-11-25', reason_code = 'account_closed' WHERE contract_id = :id"
        )
        await session.execute(
            text(statement), {"status": status, "account": new_id(), "id": contract_id}
        )


async def payout_statuses(service: RunningApp, contract_id: UUID) -> list[str]:
    async with service.sessions() as session:
        statement = text("SELECT status FROM payouts WHERE contract_id = :id")
        return list(await session.scalars(statement, {"id": contract_id}))


async def test_a_signed_contract_is_left_while_no_money_is_on_its_way(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    assert expect(await void(borrower, contract_id), 201)["status"] == "voided"
    assert await payout_statuses(service, contract_id) == ["cancelled"]


async def test_c9_a_contract_whose_money_is_on_its_way_is_not_left(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    await payout_moved_to(service, contract_id, "submitted")
    answer = await void(borrower, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "payment_under_way")
    assert (await shown(borrower, contract_id))["status"] == "signed"


async def arrived_after_failing(service: RunningApp, contract_id: UUID) -> None:
    """The bank says of its failed payout that the money is there."""
    today = service.clock.today()
    async with service.sessions.begin() as session:
        statement = text("SELECT payout_id FROM payouts WHERE contract_id = :id")
        payout_id = (await session.execute(statement, {"id": contract_id})).scalar_one()
        money = cash.Movement(payout_id, Money(3_000_000, "CNY"), today, today)
        await cash.book(session, cash.CashEvent.SETTLED_AFTER_FAILING, money)


@pytest.mark.parametrize("status", ["signed", "effective"])
async def test_nobody_leaves_while_a_failed_payout_is_said_to_have_arrived(
    status: str, service: RunningApp, client_for: ClientFor, drawn: Draw, borrower: Client
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    if status == "effective":
        async with service.sessions.begin() as session:
            await entry.lock(session, contract_id)
            await entry.make_effective(session, contract_id, own_machinery())
    await payout_moved_to(service, contract_id, "failed")
    await arrived_after_failing(service, contract_id)
    for somebody in (borrower, client_for(Role.ADMIN)):
        refused(await void(somebody, contract_id), 409, "payment_under_way")
    assert (await shown(borrower, contract_id))["status"] == status


async def test_a_contract_whose_money_came_back_is_given_up(
    service: RunningApp, client_for: ClientFor, drawn: Draw, borrower: Client
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    async with service.sessions.begin() as session:
        await entry.lock(session, contract_id)
        await entry.make_effective(session, contract_id, own_machinery())
        await entry.make_effective(session, contract_id, own_machinery())
    await payout_moved_to(service, contract_id, "returned")
    contract = expect(await void(client_for(Role.ADMIN), contract_id, "payout_returned"), 201)
    assert (contract["status"], contract["ended_by"]) == ("terminated", "lender")
    topics = await topics_of(service, contract_id)
    assert topics.count("contract.effective") == 1
    assert topics[-1] == "contract.terminated"


@pytest.mark.parametrize("role", [Role.LOAN_OFFICER, Role.ADMIN])
async def test_staff_leave_for_the_lender(client_for: ClientFor, drawn: Draw, role: Role) -> None:
    contract_id = await drawn(told())
    contract = expect(await void(client_for(role), contract_id, "fraud_suspected"), 201)
    assert (contract["ended_by"], contract["reason_code"]) == ("lender", "fraud_suspected")


async def test_a_partner_leaves_for_its_borrower(client_for: ClientFor, drawn: Draw) -> None:
    partner_id = new_id()
    contract_id = await drawn(told(partner_id=partner_id))
    partner = client_for(Role.PARTNER, partner_id=partner_id)
    assert expect(await void(partner, contract_id), 201)["ended_by"] == "partner"


async def test_z5_staff_do_not_leave_their_own_contract_for_the_lender(
    client_for: ClientFor, drawn: Draw
) -> None:
    contract_id = await drawn(told("officer-who-borrows"))
    officer = client_for(Role.LOAN_OFFICER, subject="officer-who-borrows")
    answer = await void(officer, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


async def test_a_guarantor_does_not_leave_for_the_borrower(
    client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    assert (await void(guarantor, contract_id)).status_code == 404


async def test_z6_a_contract_that_was_left_is_neither_left_nor_signed_again(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await void(borrower, contract_id), 201)
    for answer in (await void(borrower, contract_id), await sign(borrower, contract_id)):
        assert (answer.status_code, answer.json()["code"]) == (409, "transition_not_allowed")


async def test_z4_nothing_but_the_reason_is_taken(borrower: Client, drawn: Draw) -> None:
    contract_id = await drawn(told(borrower.subject))
    version = (await shown(borrower, contract_id))["version"]
    for injected in ("status", "ended_by", "version", "amount", "owner"):
        body = {"reason": "other", injected: "x"}
        answer = await borrower.post(path_to(contract_id, "voids"), body, version=version)
        assert answer.status_code == 422
    assert (await shown(borrower, contract_id))["status"] == "draft"
