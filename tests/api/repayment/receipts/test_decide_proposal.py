"""A refund or a waiver that nobody approves ends, too.

Another person refuses it (`refuse_proposal`), or who proposed it withdraws it
(`withdraw_proposal`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import httpx
import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.paying import (
    Body,
    a_receipt,
    a_refund,
    a_waiver,
    approve,
    book_of,
    pay,
    refuse,
    served,
    withdraw,
)
from tests.api.repayment.telling import a_funding, a_reversal, tell
from tests.api.signed_clients import Client, ClientFor, expect, refused

Decide = Callable[[Client, str, Body], Awaitable[httpx.Response]]
CASES = (("refunds", Role.FINANCE_CHECKER), ("waivers", Role.APPROVER))
both_kinds = pytest.mark.parametrize(("plural", "role"), CASES)


async def proposed(maker: Client, loan_id: str, plural: str) -> Body:
    """A refund to another account, or a waiver; the loan owes a penalty."""
    if plural == "waivers":
        body = a_waiver(100, "penalty")
    else:
        waiting = expect(await pay(maker, loan_id, a_receipt(9_000_000)), 201)
        body = a_refund(waiting, 100, payee_account_id=typeid_of("acct", new_id()))
    return expect(await maker.post(f"/v1/loans/{loan_id}/{plural}", body), 201)


@both_kinds
async def test_another_person_refuses_it_and_says_why(
    maker: Client, client_for: ClientFor, weekly: str, plural: str, role: Role
) -> None:
    made = await proposed(maker, weekly, plural)
    before = await book_of(maker, weekly)
    no = expect(await refuse(client_for(role), plural, made), 201)
    assert (no["status"], no["refusal_reason"]) == ("refused", "wrong_amount")
    assert no["next_step"] == {"actor": "nobody", "calls": []}
    assert await book_of(maker, weekly) == before
    for decide in (approve, refuse):
        refused(await decide(client_for(role), plural, no), 409, "transition_not_allowed")
    refused(await withdraw(maker, plural, no), 409, "transition_not_allowed")


@both_kinds
async def test_only_who_proposed_it_withdraws_it(
    maker: Client, client_for: ClientFor, weekly: str, plural: str, role: Role
) -> None:
    made = await proposed(maker, weekly, plural)
    colleague = client_for(Role.FINANCE_MAKER)
    refused(await withdraw(colleague, plural, made), 403, "not_the_proposer")
    gone = expect(await withdraw(maker, plural, made), 201)
    assert (gone["status"], gone["refusal_reason"]) == ("withdrawn", None)
    refused(await approve(client_for(role), plural, gone), 409, "transition_not_allowed")


@both_kinds
async def test_z5_nobody_refuses_what_they_proposed(
    client_for: ClientFor, weekly: str, plural: str, role: Role
) -> None:
    both = client_for(Role.FINANCE_MAKER, role)
    refused(await refuse(both, plural, await proposed(both, weekly, plural)), 403, "own_work")


@both_kinds
async def test_its_next_step_names_who_decides_and_how(
    maker: Client, client_for: ClientFor, weekly: str, plural: str, role: Role
) -> None:
    made = await proposed(maker, weekly, plural)
    step = made["next_step"]
    assert step["actor"] == role.value
    first = step["calls"][0]
    decided = await client_for(role).post(first["path"], None, version=made["version"])
    left = "system" if plural == "refunds" else "nobody"
    assert expect(decided, 201)["next_step"] == {"actor": left, "calls": []}


@both_kinds
async def test_c8_of_all_who_decide_at_once_one_does(
    maker: Client, client_for: ClientFor, weekly: str, plural: str, role: Role
) -> None:
    made = await proposed(maker, weekly, plural)
    calls: list[tuple[Decide, Client]] = [
        *((decide, client_for(role)) for decide in (approve, refuse) for _ in range(3)),
        *((withdraw, maker) for _ in range(3)),
    ]
    answers = await asyncio.gather(
        *(served(partial(decide, each, plural, made)) for decide, each in calls)
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 8
    (said,) = (answer.json()["status"] for answer in answers if answer.status_code == 201)
    path = f"/v1/loans/{weekly}/{plural}/{made['id']}"
    assert expect(await maker.get(path), 200)["status"] == said


async def test_what_was_proposed_of_a_loan_whose_money_came_back_is_not_booked(
    neighbour: Client, maker: Client, client_for: ClientFor
) -> None:
    funding = a_funding(WEEKLY)
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    path = f"/v1/loans/{loan_id}/waivers"
    proposed = expect(await maker.post(path, a_waiver(100)), 201)
    expect(await tell(neighbour, a_reversal(funding)), 200)
    approver = client_for(Role.APPROVER)
    refused(await approve(approver, "waivers", proposed), 409, "loan_takes_no_money")
    assert expect(await refuse(approver, "waivers", proposed), 201)["status"] == "refused"
