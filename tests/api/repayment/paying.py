"""Finance's words: money came in, money turned out not to have come."""

from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx

from tests.api.signed_clients import Client, expect

Body = dict[str, Any]

TRIES_MAX = 50


def a_receipt(amount_minor: int, **changes: Any) -> Body:
    """A bank transfer nobody has heard of before."""
    body: Body = {
        "amount": {"amount": amount_minor, "currency": "CNY"},
        "channel": "bank_transfer",
        "external_reference": uuid4().hex,
    }
    return body | changes


async def pay(finance: Client, loan_id: str, body: Body, **how: Any) -> httpx.Response:
    """The answer to a receipt."""
    return await finance.post(f"/v1/loans/{loan_id}/repayments", body, **how)


async def take_back(
    checker: Client, repayment: Body, reason: str = "returned_by_bank", **how: Any
) -> httpx.Response:
    """The answer to a reversal."""
    path = f"/v1/loans/{repayment['loan_id']}/repayments/{repayment['id']}/reversals"
    how = {"version": repayment["version"]} | how
    return await checker.post(path, {"reason": reason}, **how)


async def served(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The answer that is no 503: one who waits too long for a lock is told to come again."""
    answer = await send()
    for _ in range(TRIES_MAX):
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            break
        answer = await send()
    return answer


async def loan_of(reader: Client, loan_id: str) -> Body:
    """The loan as it is shown."""
    return expect(await reader.get(f"/v1/loans/{loan_id}"), 200)


def paid_parts(repayment: Body) -> dict[str, int]:
    """What a repayment paid, by component."""
    return sums((each["component"], each["amount"]["amount"]) for each in repayment["allocations"])


def sums(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Amounts added by name."""
    found: dict[str, int] = {}
    for name, amount in parts:
        found[name] = found.get(name, 0) + amount
    return found


async def book_of(reader: Client, loan_id: str) -> dict[str, int]:
    """What all entries of a loan come to, by account; debits are positive."""
    page = expect(await reader.get("/v1/ledger/entries", loan_id=loan_id, limit=100), 200)
    assert not page["has_more"]
    return sums(
        (line["account"], line["amount"]["amount"] * (1 if line["side"] == "debit" else -1))
        for entry in page["data"]
        for line in entry["lines"]
    )


async def quote(reader: Client, loan_id: str, **body: Any) -> Body:
    """What settles a loan, from today on unless said."""
    return expect(await reader.post(f"/v1/loans/{loan_id}/payoff-quotes", body), 201)


def a_prepayment(amount_minor: int, **changes: Any) -> Body:
    """A bank transfer that pays before its time, and makes later instalments smaller."""
    return a_receipt(amount_minor, **({"mode": "reduce_instalment"} | changes))


def as_quoted(drawn: Body, on: str) -> Body:
    """The prepayment that pays a quote on one of its days."""
    total = next(day["total"] for day in drawn["days"] if day["on"] == on)
    return a_prepayment(total["amount"], quote_id=drawn["id"], value_date=on)


async def prepay(finance: Client, loan_id: str, body: Body, **how: Any) -> httpx.Response:
    """The answer to a prepayment."""
    return await finance.post(f"/v1/loans/{loan_id}/prepayments", body, **how)


def a_refund(repayment: Body, amount_minor: int, **changes: Any) -> Body:
    """What waits of a receipt, back to where it came from."""
    amount = {"amount": amount_minor, "currency": "CNY"}
    return {"repayment_id": repayment["id"], "amount": amount} | changes


def a_waiver(amount_minor: int, component: str = "fee") -> Body:
    """Something that is due is to be forgiven."""
    amount = {"amount": amount_minor, "currency": "CNY"}
    return {"component": component, "amount": amount, "reason": "hardship"}


async def approve(approver: Client, plural: str, proposed: Body, **how: Any) -> httpx.Response:
    """The answer to approving a refund or a waiver."""
    return await _decide(approver, f"{plural}/{proposed['id']}/approvals", proposed, None, how)


async def refuse(approver: Client, plural: str, proposed: Body, **how: Any) -> httpx.Response:
    """The answer to refusing a refund or a waiver."""
    body = {"reason": "wrong_amount"}
    return await _decide(approver, f"{plural}/{proposed['id']}/refusals", proposed, body, how)


async def withdraw(proposer: Client, plural: str, proposed: Body, **how: Any) -> httpx.Response:
    """The answer to withdrawing a refund or a waiver."""
    return await _decide(proposer, f"{plural}/{proposed['id']}/withdrawals", proposed, None, how)


async def _decide(
    client: Client, what: str, proposed: Body, body: Body | None, how: Body
) -> httpx.Response:
    path = f"/v1/loans/{proposed['loan_id']}/{what}"
    return await client.post(path, body, **({"version": proposed["version"]} | how))
