"""`start_verification` and after it: what a bank says, and what its silence leads to."""

import pytest
from sqlalchemy import text
from typing_extensions import override

from services.disbursement.payees.asking import ATTEMPTS_MAX, Asking, BankBusy
from services.disbursement.payees.working import verifying
from services.disbursement.rails.protocol import (
    Account,
    Ambiguous,
    Doubt,
    NotSubmitted,
    Verdict,
    Verification,
    Verified,
)
from services.kit.identifiers import uuid_of
from services.kit.jobs import Again
from tests.api.disbursement.payees.conftest import Borrower, Json, RailOfTests, Verify
from tests.api.signed_clients import RunningApp, refused


async def written(service: RunningApp, account: Json) -> list[tuple[int, int, str | None]]:
    """Every question: its number, its round, and what came of it."""
    statement = text(
        "SELECT number, round, outcome FROM payee_verification_attempts"
        " LEFT JOIN payee_verification_outcomes USING (contract_id, account_id, number)"
        " WHERE account_id = :id ORDER BY number"
    )
    async with service.sessions() as session:
        rows = await session.execute(statement, {"id": uuid_of("acct", account["id"])})
        return [(row.number, row.round, row.outcome) for row in rows]


async def test_the_bank_is_asked_about_this_account(
    borrower: Borrower, rail: RailOfTests, verify: Verify, service: RunningApp
) -> None:
    body = borrower.account()
    account = (await borrower.client.post("/v1/payee-accounts", body)).json()
    started = await borrower.start(account)
    assert (started["status"], started["version"]) == ("verifying", 2)
    await verify(account)
    (asked,) = rail.asked
    assert (asked.bank_code, asked.number, asked.name) == (
        body["bank_code"],
        body["account_number"],
        "李小微",
    )
    assert (await borrower.read(account))["status"] == "verified"
    assert await written(service, account) == [(1, 1, "matches")]


@pytest.mark.parametrize(
    ("verdict", "rejection"),
    [
        (Verdict.NAME_MISMATCH, "name_mismatch"),
        (Verdict.CLOSED, "account_closed"),
        (Verdict.UNKNOWN, "account_unknown"),
    ],
)
async def test_a_bank_that_says_no_is_believed(
    borrower: Borrower, rail: RailOfTests, verify: Verify, verdict: Verdict, rejection: str
) -> None:
    body = borrower.account()
    account = (await borrower.client.post("/v1/payee-accounts", body)).json()
    await borrower.start(account)
    rail.answers = [Verified(verdict)]
    await verify(account)
    read = await borrower.read(account)
    assert (read["status"], read["rejection"]) == ("rejected", rejection)
    # What the bank has put right may be named again.
    again = await borrower.client.post("/v1/payee-accounts", body)
    assert again.status_code == 201


@pytest.mark.parametrize("answer", [Ambiguous(Doubt.TIMED_OUT), NotSubmitted(7.0)])
async def test_silence_is_asked_again(
    borrower: Borrower, rail: RailOfTests, verify: Verify, service: RunningApp, answer: Verification
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    rail.answers = [answer]
    with pytest.raises(BankBusy) as busy:
        await verify(account)
    assert busy.value.wait_s == (7.0 if isinstance(answer, NotSubmitted) else 2.0)
    assert (await borrower.read(account))["status"] == "verifying"
    await verify(account)
    assert (await borrower.read(account))["status"] == "verified"
    outcomes = [outcome for _, _, outcome in await written(service, account)]
    assert outcomes[1:] == ["matches"]


async def test_long_silence_is_unknown_and_can_be_started_again(
    borrower: Borrower, rail: RailOfTests, verify: Verify, service: RunningApp
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    rail.answers = [Ambiguous(Doubt.SERVER_ERROR)] * ATTEMPTS_MAX
    for _ in range(ATTEMPTS_MAX):
        with pytest.raises(BankBusy):
            await verify(account)
    await verify(account)
    unknown = await borrower.read(account)
    assert unknown["status"] == "unknown"
    assert len(rail.asked) == ATTEMPTS_MAX
    await borrower.start(unknown)
    await verify(account)
    assert (await borrower.read(account))["status"] == "verified"
    assert (await written(service, account))[-1] == (ATTEMPTS_MAX + 1, 2, "matches")


async def test_an_answer_about_a_replaced_account_changes_nothing(
    borrower: Borrower, rail: RailOfTests, asking: Asking, verify: Verify
) -> None:
    account = await borrower.register()
    await borrower.start(account)

    class Slow(RailOfTests):
        """A bank that answers when the borrower has named another account."""

        @override
        async def verify_account(self, account: Account) -> Verification:
            await borrower.register()
            return await rail.verify_account(account)

    slow = Asking(asking.sessions, asking.clock, asking.keys, Slow())
    await verifying(slow)(uuid_of("acct", account["id"]).bytes)
    assert (await borrower.read(account))["status"] == "replaced"
    await verify(account)
    assert len(rail.asked) == 1


async def test_it_is_not_started_twice_nor_at_another_version(borrower: Borrower) -> None:
    account = await borrower.register()
    path = f"/v1/payee-accounts/{account['id']}/verifications"
    refused(await borrower.client.post(path, version=7), 412, "version_changed")
    await borrower.start(account)
    refused(await borrower.client.post(path, version=2), 409, "transition_not_allowed")


async def test_the_job_is_put_off_by_a_silent_bank(
    borrower: Borrower, rail: RailOfTests, asking: Asking
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    rail.answers = [NotSubmitted(9.0)]
    job = uuid_of("acct", account["id"]).bytes
    with pytest.raises(Again) as again:
        await verifying(asking)(job)
    assert again.value.wait_s == 9.0
    await verifying(asking)(job)
    assert (await borrower.read(account))["status"] == "verified"
