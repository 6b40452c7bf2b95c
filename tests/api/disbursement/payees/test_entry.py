"""What payouts ask of accounts: which one, what an approval binds to, and where to pay."""

from datetime import date
from uuid import UUID

import pytest

from services.disbursement.machinery import own_machinery
from services.disbursement.payees import entry
from services.disbursement.payees.domain.accounts import Rejection
from services.disbursement.payees.domain.errors import AccountChanged
from services.disbursement.rails.protocol import Account
from services.kit.errors import NotFound
from services.kit.identifiers import new_id, uuid_of
from tests.api.disbursement.payees.conftest import Borrower, Verify
from tests.api.signed_clients import RunningApp, expect

MONDAY = date(2026, 11, 23)


async def test_without_an_account_there_is_none_to_pay_to(
    borrower: Borrower, service: RunningApp
) -> None:
    async with service.sessions() as session:
        assert await entry.usable(session, borrower.contract_id, MONDAY) is None
        assert await entry.is_verified(session, borrower.contract_id) is False
        assert await entry.is_named(session, borrower.contract_id) is False
        with pytest.raises(NotFound):
            await entry.freeze(session, new_id(), 1)


async def test_a_verified_account_is_paid_to(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    body = borrower.account()
    account = expect(await borrower.client.post("/v1/payee-accounts", body), 201)
    async with service.sessions() as session:
        assert await entry.usable(session, borrower.contract_id, MONDAY) is None
    await borrower.start(account)
    await verify(account)
    async with service.sessions() as session:
        assert await entry.is_verified(session, borrower.contract_id) is True
        usable = await entry.usable(session, borrower.contract_id, MONDAY)
        assert usable is not None
        frozen = await entry.freeze(session, usable.account_id, usable.version)
        assert (frozen.account_id, frozen.version) == (usable.account_id, usable.version)
        opened = await entry.open_account(session, *_at(frozen), service.field_keys)
        assert opened == Account(body["bank_code"], body["account_number"], body["holder_name"])


async def test_the_digest_is_of_where_the_money_goes(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    body = borrower.account()
    digests = []
    for changed in ({}, {"account_number": borrower.account()["account_number"]}, {}):
        account = expect(await borrower.client.post("/v1/payee-accounts", body | changed), 201)
        await borrower.start(account)
        await verify(account)
        async with service.sessions() as session:
            digests.append(
                (await entry.freeze(session, uuid_of("acct", account["id"]), 3)).account_hash
            )
    assert digests[0] == digests[2] != digests[1]


async def test_p15_what_was_approved_is_not_opened_once_it_is_replaced(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    await verify(account)
    async with service.sessions() as session:
        usable = await entry.usable(session, borrower.contract_id, MONDAY)
        assert usable is not None
        frozen = await entry.freeze(session, usable.account_id, usable.version)
    await borrower.register()
    async with service.sessions() as session:
        # A payout that is under way goes on to where it was sent.
        digest = frozen.account_hash
        keys = service.field_keys
        sent = await entry.open_approved(session, usable.account_id, digest, keys)
        assert sent.name == "李小微"
        with pytest.raises(AccountChanged):
            await entry.open_approved(session, usable.account_id, b"another" * 4, keys)
        for ask in (
            entry.freeze(session, usable.account_id, usable.version),
            entry.open_account(session, *_at(usable), service.field_keys),
        ):
            with pytest.raises(AccountChanged):
                await ask
        assert await entry.usable(session, borrower.contract_id, MONDAY) is None


async def test_what_a_payout_found_closed_takes_no_money_and_waits_for_nobody(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    await verify(account)
    for _ in range(2):  # the bank may say so more than once
        async with service.sessions.begin() as session:
            closed = Rejection.ACCOUNT_CLOSED
            await entry.refuse(session, uuid_of("acct", account["id"]), closed, own_machinery())
    read = await borrower.read(account)
    assert (read["status"], read["rejection"], read["version"]) == ("rejected", "account_closed", 4)
    async with service.sessions() as session:
        assert await entry.is_named(session, borrower.contract_id) is False
    replacement = await borrower.register()
    assert replacement["usable_from"] == MONDAY.isoformat()


def _at(
    where: entry.FrozenDestination | entry.PayeeAccount,
) -> tuple[UUID, int]:
    return where.account_id, where.version
