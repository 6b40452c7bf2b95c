"""What several do to one loan at once ends as if they had done it one after the other."""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial

import httpx
import pytest

from services.kit.roles import Role
from tests.api.repayment.days.passing import DAY, close, closed, go_to
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.paying import (
    a_receipt,
    as_quoted,
    loan_of,
    pay,
    prepay,
    quote,
    served,
    take_back,
)
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.integration.repayment.agreeing import agreed


@pytest.fixture
async def weekly(neighbour: Client) -> str:
    """A loan of four weeks since 12 March."""
    taken: str = expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"]
    return taken


def statuses(answers: Sequence[httpx.Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


async def test_c7_eight_payments_of_the_last_dues_leave_the_surplus_in_suspense(
    service: RunningApp, client_for: ClientFor, weekly: str
) -> None:
    await go_to(service, date(2026, 4, 9))
    makers = [client_for(Role.FINANCE_MAKER) for _ in range(8)]
    owed = (await loan_of(makers[0], weekly))["figures"]["payoff"]
    answers = await asyncio.gather(
        *(served(partial(pay, each, weekly, a_receipt(owed))) for each in makers)
    )
    booked = [expect(answer, 201) for answer in answers]
    # Each as it was answered: one paid everything, seven came to a loan that owed nothing.
    assert sorted(each["status"] for each in booked) == ["posted"] + ["suspended"] * 7
    assert sorted(each["unapplied"]["amount"] for each in booked) == [0] + [owed] * 7
    loan = await loan_of(makers[0], weekly)
    assert (loan["status"], loan["figures"]["owed"]["total"]) == ("settled", 0)
    assert loan["figures"]["suspense"] == 7 * owed
    book = await agreed(service.sessions)
    assert book["suspense"] == -7 * owed
    assert "loan_principal" not in book


async def test_c10_a_quote_races_a_repayment_and_a_reversal(
    service: RunningApp, maker: Client, checker: Client, weekly: str
) -> None:
    await close(service)
    for number in range(6):
        earlier = expect(await pay(maker, weekly, a_receipt(1_000 + number)), 201)
        drawn = await quote(maker, weekly)
        body = as_quoted(drawn, service.clock.today().isoformat())
        ended, other = await asyncio.gather(
            prepay(maker, weekly, body), take_back(checker, earlier)
        )
        expect(other, 201)
        loan = await loan_of(maker, weekly)
        assert loan["status"] == "active"
        if ended.status_code == 201:
            # Paid as quoted first; then the money went away that the quote had counted.
            assert loan["figures"]["owed"]["total"] == 1_000 + number
            path = f"/v1/loans/{weekly}/repayments/{ended.json()['id']}"
            expect(await take_back(checker, expect(await maker.get(path), 200)), 201)
        else:
            assert ended.json()["code"] == "quote_outdated"
        await agreed(service.sessions)


async def test_c10_the_drawing_of_a_quote_races_a_reversal(
    service: RunningApp, maker: Client, checker: Client, weekly: str
) -> None:
    """It is drawn before, and nobody can pay it any more, or after, and it ends the loan."""
    await close(service)
    today = service.clock.today().isoformat()
    for number in range(6):
        earlier = expect(await pay(maker, weekly, a_receipt(1_000 + number)), 201)
        drawn, other = await asyncio.gather(quote(maker, weekly), take_back(checker, earlier))
        expect(other, 201)
        total = next(day["total"]["amount"] for day in drawn["days"] if day["on"] == today)
        owed = (await loan_of(maker, weekly))["figures"]["payoff"]
        paid = await prepay(maker, weekly, as_quoted(drawn, today))
        if paid.status_code == 201:
            assert total == owed
            assert (await loan_of(maker, weekly))["status"] == "settled"
            expect(await take_back(checker, paid.json()), 201)
        else:
            assert (total, paid.json()["code"]) == (owed - 1_000 - number, "quote_outdated")
        assert (await loan_of(maker, weekly))["status"] == "active"
        await agreed(service.sessions)


async def test_c13_two_workers_close_while_payments_come(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    loans = [expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"] for _ in range(4)]
    makers = [client_for(Role.FINANCE_MAKER) for _ in loans]
    await close(service)
    paid = 0
    for number in range(12):
        service.advance(DAY)
        body = [a_receipt(50_000 + number) for _ in loans]
        answers = await asyncio.gather(
            closed(service),
            closed(service),
            *(served(partial(pay, *each)) for each in zip(makers, loans, body, strict=True)),
        )
        for answer in answers[2:]:
            assert isinstance(answer, httpx.Response)
            booked = expect(answer, 201)
            assert booked["status"] in {"received", "posted"}
            paid += booked["amount"]["amount"]
        await close(service)
        await agreed(service.sessions)
    assert (await agreed(service.sessions))["collections_clearing"] == paid


async def test_f22_opposite_orders_over_two_loans_do_not_lock_each_other_out(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    loans = [expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"] for _ in range(2)]
    names = [a_receipt(700, external_reference=f"f22-{number}") for number in range(20)]

    async def one_way(client: Client, order: Sequence[str]) -> list[httpx.Response]:
        bodies = names if order == loans else names[::-1]
        return [await served(partial(pay, client, loan, body)) for body in bodies for loan in order]

    answers = await asyncio.gather(
        one_way(client_for(Role.FINANCE_MAKER), loans),
        one_way(client_for(Role.FINANCE_MAKER), loans[::-1]),
    )
    told = [answer for some in answers for answer in some]
    assert set(statuses(told)) == {201, 409}
    codes = {answer.json().get("code") for answer in told if answer.status_code == 409}
    assert codes == {"receipt_differs"}
    booked = {answer.json()["id"] for answer in told if answer.status_code == 201}
    assert len(booked) == len(names)
    assert (await agreed(service.sessions))["collections_clearing"] == 700 * len(names)
