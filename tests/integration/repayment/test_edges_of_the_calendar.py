"""F15: over the ends of months and years, leap day and midnight each day bears once, in order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from services.kit.database import Sessions
from services.loan_engine.day_count import DayCount
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import fold
from services.loan_engine.terms import InterestPer, RepaymentMethod
from services.repayment.positions.domain.shards import shard_of
from services.repayment.positions.entry import Held
from services.repayment.positions.tables import ShardClosingRow
from tests.fixed_clock import FixedClock
from tests.integration.repayment.book import Book, days
from tests.unit.loan_engine.loans import a_loan

DAY = timedelta(days=1)
EDGES = [
    date(2026, 1, 31),  # the next due date is one its month does not have
    date(2027, 2, 28),  # the last day of February
    date(2028, 2, 28),  # the day before leap day
    date(2028, 2, 29),  # leap day, which later years do not have
    date(2026, 12, 31),  # the last day of the year
    date(2026, 3, 29),  # where others put their clocks forward
]


def loans_of(began_on: date) -> Sequence[Held]:
    """A loan for each way to count days, due by the month."""
    return [
        Held(
            Agreement(
                loan=a_loan(
                    disbursed_on=began_on,
                    instalments=3,
                    day_count=day_count,
                    interest_per=interest_per,
                    method=RepaymentMethod.LEVEL_INSTALMENT,
                ),
                grace_days=3,
            ),
            f"{day_count.name}_{interest_per.name}",
        )
        for day_count in DayCount
        for interest_per in InterestPer
    ]


async def accruals(sessions: Sessions) -> list[tuple[UUID, date, int]]:
    """How many nights were booked for each shard and day."""
    async with sessions() as session:
        rows = await session.execute(
            text(
                "SELECT source_id, booked_on, count(*) AS nights FROM journal_entries"
                " WHERE kind = 'accrual' GROUP BY 1, 2 ORDER BY 2"
            )
        )
        return [(row.source_id, row.booked_on, row.nights) for row in rows]


@pytest.mark.parametrize("edge", EDGES, ids=str)
async def test_f15_each_night_over_an_edge_is_booked_once_and_bears_what_the_engine_says(
    sessions: Sessions, edge: date
) -> None:
    book, began_on = Book(sessions), edge - DAY
    loans = [await book.open(held, began_on) for held in loans_of(began_on)]
    for today in days(edge, 35):
        await book.close(today)
        await book.close(today)
        if today.day in {1, 28, 29, 30, 31}:
            assert await book.differences() == [], today
    nights = await accruals(sessions)
    assert {count for _, _, count in nights} == {1}
    for loan in loans:
        shard = shard_of(loan.loan_id)
        booked = [day for source_id, day, _ in nights if source_id == UUID(int=shard)]
        assert set(booked) <= set(days(began_on, 35))
        async with sessions() as session:
            closed = await session.scalars(
                select(ShardClosingRow.opening)
                .where(ShardClosingRow.shard == shard)
                .order_by(ShardClosingRow.opening)
            )
            assert list(closed) == list(days(edge, 35))


@pytest.mark.parametrize(
    ("disbursed_on", "due_on"),
    [
        (date(2026, 1, 31), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (date(2028, 1, 31), [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]),
        (date(2028, 2, 29), [date(2028, 3, 29), date(2028, 4, 29), date(2028, 5, 29)]),
        (date(2026, 11, 30), [date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28)]),
    ],
)
async def test_f15_an_instalment_falls_due_on_its_day_or_the_last_of_a_shorter_month(
    sessions: Sessions, disbursed_on: date, due_on: list[date]
) -> None:
    book = Book(sessions)
    held = Held(Agreement(loan=a_loan(disbursed_on=disbursed_on, instalments=3)), "TRADER")
    loan = await book.open(held, disbursed_on)
    folded = fold(held.agreement, loan.history, horizon=due_on[-1])
    assert [each.due_on for each in folded.instalments] == due_on
    for day in due_on:
        await book.close(day)
        line = folded.line_on(day)
        assert line is not None
        assert line.days_past_due(day) == (day - due_on[0]).days
        assert line.owed(Component.INTEREST, day) > 0
        assert await book.differences() == []


async def test_f15_the_day_turns_at_the_lenders_midnight_whatever_day_it_is_in_utc(
    sessions: Sessions,
) -> None:
    # 16:00 UTC on leap day is midnight in Shanghai, where March begins.
    clock = FixedClock(datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC))
    book = Book(sessions)
    loan = await book.open(loans_of(clock.today())[0], clock.today())
    shard = shard_of(loan.loan_id)

    async def openings() -> list[date]:
        async with sessions() as session:
            found = await session.scalars(
                select(ShardClosingRow.opening).where(ShardClosingRow.shard == shard)
            )
            return list(found)

    await book.close(clock.today())
    assert (clock.today(), await openings()) == (date(2028, 2, 29), [])
    clock.advance(timedelta(seconds=1))
    assert (clock.now().date(), clock.today()) == (date(2028, 2, 29), date(2028, 3, 1))
    await book.close(clock.today())
    assert await openings() == [date(2028, 3, 1)]
    clock.advance(timedelta(hours=8))  # midnight in UTC changes nothing
    await book.close(clock.today())
    assert await openings() == [date(2028, 3, 1)]
    assert await book.differences() == []
