"""A closed day keeps its trial balance, and it is what the loans came to when it was closed."""

from collections import Counter
from datetime import date, timedelta

from services.kit.roles import Role
from services.repayment.ledger.entry import said_of
from services.repayment.positions.entry import standings
from tests.api.repayment.days.passing import go_to
from tests.api.repayment.happening import VALUED, WEEKLY
from tests.api.repayment.paying import a_receipt, pay
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

BEGAN_ON = date(2026, 3, 31)
DAY = timedelta(days=1)


async def of_loans(service: RunningApp) -> dict[str, int]:
    """What all loans come to, said in accounts; debits are positive."""
    said: Counter[str] = Counter()
    async with service.sessions() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for each in await standings(session):
            for account, amount in said_of(each.quantities, is_accruing=each.is_accruing).items():
                said[account.value] += amount
    return {account: amount for account, amount in said.items() if amount}


async def as_of(reader: Client, day: date) -> dict[str, int]:
    shown = expect(await reader.get("/v1/ledger/trial-balance", as_of=day.isoformat()), 200)
    assert shown["is_balanced"]
    sides = {
        each["account"]: each["debits"]["amount"] - each["credits"]["amount"]
        for each in shown["accounts"]
    }
    return {account: amount for account, amount in sides.items() if amount}


async def test_a_day_once_closed_keeps_its_balance_and_it_is_that_of_the_loans(
    service: RunningApp, neighbour: Client, maker: Client, client_for: ClientFor
) -> None:
    loans = [
        expect(await tell(neighbour, a_funding(terms)), 200)["loan_id"]
        for terms in (WEEKLY, VALUED)
    ]
    closed: dict[date, dict[str, int]] = {}
    for number in range(14):
        day = BEGAN_ON + number * DAY
        if number % 3 == 1:
            # Some of it counts from days that are closed: they stay as they were booked.
            receipt = a_receipt(400_000, value_date=(day - number * DAY).isoformat())
            expect(await pay(maker, loans[number % 2], receipt), 201)
        await go_to(service, day + DAY)
        closed[day] = await of_loans(service)
    auditor = client_for(Role.AUDITOR)
    for day, balance in closed.items():
        assert await as_of(auditor, day) == balance, day
    assert len({tuple(sorted(balance.items())) for balance in closed.values()}) == len(closed)
