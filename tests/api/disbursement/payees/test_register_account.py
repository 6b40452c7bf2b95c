"""Naming an account: whose it is, what its number proves, and what becomes of the one before."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.payees.conftest import Borrower, Json, NewBorrower, Verify
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.sandbox_accounts import ordinary_account

BUSINESS = {"kind": "business", "name": "杭州小微贸易有限公司"}


async def test_a_borrower_names_an_account(borrower: Borrower) -> None:
    body = borrower.account(bank_code="ICBKCNBJ")
    answer = await borrower.client.post("/v1/payee-accounts", body)
    account = expect(answer, 201)
    assert answer.headers["location"] == f"/v1/payee-accounts/{account['id']}"
    assert answer.headers["etag"] == '"1"'
    assert account | {"id": None, "created_at": None, "updated_at": None} == {
        "id": None,
        "contract_id": borrower.contract,
        "status": "registered",
        "bank_code": "ICBKCNBJ",
        "account_number": f"****{body['account_number'][-4:]}",
        "holder_name": "李**",
        "rejection": None,
        "usable_from": "2026-11-23",
        "is_usable": False,
        "findings": [],
        "version": 1,
        "created_at": None,
        "updated_at": None,
    }
    assert (await borrower.read(account))["holder_name"] == "李小微"


async def test_the_same_key_names_it_once(borrower: Borrower) -> None:
    body = borrower.account()
    first = await borrower.client.post("/v1/payee-accounts", body, key="once")
    again = await borrower.client.post("/v1/payee-accounts", body, key="once")
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"holder_name": "王小明"}, "/holder_name", "not_the_borrower"),
        ({"account_number": "6217220000000000015"}, "/account_number", "card_check_digit"),
        ({"account_number": "12345678"}, "/account_number", "card_format"),
    ],
)
async def test_what_cannot_be_the_borrowers_card_is_refused(
    borrower: Borrower, changed: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await borrower.client.post("/v1/payee-accounts", borrower.account(**changed))
    problem = refused(answer, 422, "validation_failed")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]


async def test_both_faults_are_told_at_once(borrower: Borrower) -> None:
    body = borrower.account(holder_name="王小明", account_number="12345678")
    problem = refused(
        await borrower.client.post("/v1/payee-accounts", body), 422, "validation_failed"
    )
    assert {each["pointer"] for each in problem["errors"]} == {"/holder_name", "/account_number"}


async def test_the_name_is_compared_as_a_name(borrower: Borrower) -> None:
    account = await borrower.register(holder_name="李 小微")
    assert account["status"] == "registered"


async def test_a_business_names_an_account_without_check_digit(borrower_with: NewBorrower) -> None:
    borrower = await borrower_with(borrower=BUSINESS)
    assert (await borrower.register(account_number="12345678"))["account_number"] == "****5678"


async def test_a_contract_that_ended_takes_no_account(
    borrower: Borrower, service: RunningApp
) -> None:
    async with service.sessions.begin() as session:
        end = text(
            "UPDATE contracts SET status = 'voided', reason_code = 'x' WHERE contract_id = :id"
        )
        await session.execute(end, {"id": borrower.contract_id})
    answer = await borrower.client.post("/v1/payee-accounts", borrower.account())
    refused(answer, 409, "contract_ended")


async def test_z1_nobody_names_an_account_for_anothers_contract(
    borrower: Borrower, client_for: ClientFor
) -> None:
    for stranger in (
        client_for(Role.BORROWER),
        client_for(Role.PARTNER, partner_id=new_id()),
    ):
        answer = await stranger.post("/v1/payee-accounts", borrower.account())
        refused(answer, 404, "not_found")
    absent = borrower.account(contract_id=typeid_of("ctr", new_id()))
    refused(await borrower.client.post("/v1/payee-accounts", absent), 404, "not_found")


async def test_the_very_account_again_is_refused(borrower: Borrower) -> None:
    body = borrower.account()
    expect(await borrower.client.post("/v1/payee-accounts", body), 201)
    again = await borrower.client.post("/v1/payee-accounts", body)
    refused(again, 409, "same_account")


async def test_another_account_replaces_the_first(borrower: Borrower) -> None:
    first = await borrower.register()
    second = await borrower.register()
    assert (await borrower.read(first))["status"] == "replaced"
    # Nothing that was usable is exchanged: there is nothing to cool off from.
    assert second["usable_from"] == "2026-11-23"
    path = f"/v1/payee-accounts/{first['id']}/verifications"
    answer = await borrower.client.post(path, version=2)
    refused(answer, 409, "transition_not_allowed")


async def verified_account(borrower: Borrower, verify: Verify) -> Json:
    """Another account, which its bank says is the borrower's."""
    account = await borrower.register()
    await borrower.start(account)
    await verify(account)
    return account


async def test_p15_in_place_of_a_verified_account_it_cools_off(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    first = await verified_account(borrower, verify)
    assert (await borrower.read(first))["is_usable"] is True
    second = await verified_account(borrower, verify)
    cooling = await borrower.read(second)
    assert (cooling["usable_from"], cooling["is_usable"]) == ("2026-11-24", False)
    service.advance(timedelta(days=1))
    assert (await borrower.read(second))["is_usable"] is True


async def is_old(reader: Client, account: Json, etag: str) -> bool:
    """Whether a kept reading of an account is told to be old."""
    path = f"/v1/payee-accounts/{account['id']}"
    answer = await reader.http.get(path, headers={"If-None-Match": etag})
    assert answer.status_code in {200, 304}
    return answer.status_code == 200


async def etag_seen(reader: Client, account: Json) -> str:
    """The ETag of an account as it stands."""
    return str((await reader.get(f"/v1/payee-accounts/{account['id']}")).headers["etag"])


async def test_an_account_that_becomes_usable_is_no_304(
    borrower: Borrower, verify: Verify, service: RunningApp
) -> None:
    _, account = [await verified_account(borrower, verify) for _ in range(2)]
    kept = await etag_seen(borrower.client, account)
    assert not await is_old(borrower.client, account, kept)
    service.advance(timedelta(days=1))
    assert await is_old(borrower.client, account, kept)
    usable = await etag_seen(borrower.client, account)
    service.advance(timedelta(days=1))
    assert not await is_old(borrower.client, account, usable)


async def test_an_account_that_is_shared_since_is_no_304_for_staff_alone(
    borrower_with: NewBorrower, client_for: ClientFor
) -> None:
    number = ordinary_account()
    first, second = await borrower_with(), await borrower_with()
    one = await first.register(account_number=number)
    readers = (first.client, client_for(Role.LOAN_OFFICER))
    kept = [await etag_seen(reader, one) for reader in readers]
    await second.register(account_number=number)
    pairs = zip(readers, kept, strict=True)
    assert [await is_old(reader, one, etag) for reader, etag in pairs] == [False, True]


async def test_two_at_once_leave_one_in_use(borrower: Borrower) -> None:
    answers = await asyncio.gather(
        *(borrower.client.post("/v1/payee-accounts", borrower.account()) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {201}
    listed = expect(
        await borrower.client.get("/v1/payee-accounts", contract_id=borrower.contract), 200
    )
    assert sorted(each["status"] for each in listed["data"]) == ["registered", *["replaced"] * 3]


async def test_an_account_is_not_changed_for_ever(borrower: Borrower) -> None:
    for _ in range(20):
        await borrower.register()
    answer = await borrower.client.post("/v1/payee-accounts", borrower.account())
    refused(answer, 409, "too_many_accounts")


async def test_a_shared_number_is_a_finding_for_staff_alone(
    borrower_with: NewBorrower, client_for: ClientFor
) -> None:
    number = ordinary_account()
    first, second = await borrower_with(), await borrower_with()
    one = await first.register(account_number=number)
    two = await second.register(account_number=number)
    officer = client_for(Role.LOAN_OFFICER)
    for borrower, account in ((first, one), (second, two)):
        assert (await borrower.read(account))["findings"] == []
        seen = expect(await officer.get(f"/v1/payee-accounts/{account['id']}"), 200)
        assert seen["findings"] == ["shared_account"]
    listed = expect(await officer.get("/v1/payee-accounts", contract_id=first.contract), 200)
    assert [each["findings"] for each in listed["data"]] == [["shared_account"]]


async def test_o1_rows_ledgers_and_answers_hold_neither_number_nor_name(
    borrower: Borrower, service: RunningApp
) -> None:
    body = borrower.account()
    expect(await borrower.client.post("/v1/payee-accounts", body), 201)
    async with service.sessions() as session:
        for table in ("payee_accounts", "audit", "outbox", "idempotency_keys"):
            rows = await session.scalars(text(f"SELECT t::text FROM {table} t"))
            kept = "\n".join(rows.all())
            for word in (body["account_number"], "李小微"):
                assert word not in kept
                assert word.encode().hex() not in kept
