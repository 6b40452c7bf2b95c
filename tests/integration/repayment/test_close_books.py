"""A day is closed: the books say what the loans come to, whatever happens and in what order."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from services.kit.database import Sessions
from services.kit.errors import DatabaseUnavailable
from services.loan_engine.day_count import DayCount
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import RepaymentMethod
from services.repayment.positions import repository
from services.repayment.positions.closing import LinesMissing, roll_on
from services.repayment.positions.domain.errors import DayNotOpen
from services.repayment.positions.domain.shards import shard_of
from services.repayment.positions.entry import Held, enter
from services.repayment.positions.tables import LineRow, PositionRow, ShardClosingRow, ShardRow
from services.repayment.positions.use_cases.close_books import close_books
from tests.integration.repayment.book import Book, days, random_held, seeded, something
from tests.unit.loan_engine.loans import a_loan

DAY = timedelta(days=1)
FIRST = date(2026, 1, 15)
# Of two shards the other one comes first at least once in so many rounds.
TRIES = 40


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_each_close_ledger_loans_and_engine_agree(
    sessions: Sessions, seed: int
) -> None:
    dice, book = seeded(seed), Book(sessions)
    for today in days(FIRST + 333 * seed * DAY, 45):
        if len(book.loans) < 12:
            await book.open(random_held(dice, today), today)
        for loan in list(book.loans.values()):
            if loan.history[0].value_date < today and dice.random() < 0.15:
                await book.move(loan, something(dice, loan, today), today)
        await book.close(today + DAY)
        if today.day % 9 == 0:
            assert await book.differences() == []
    assert await book.differences() == []


async def test_payments_may_come_while_two_workers_close(sessions: Sessions) -> None:
    dice, book = seeded(7), Book(sessions)
    loans = [await book.open(random_held(dice, FIRST), FIRST) for _ in range(10)]
    for today in days(FIRST + DAY, 12):
        # What counts from yesterday is taken whether or not yesterday is closed yet.
        paid = [
            Transaction(
                kind=Kind.RECEIVED,
                value_date=today - DAY,
                reference=f"{today}-{number}",
                amount_minor=dice.randrange(1, 900_000),
            )
            for number in range(len(loans))
        ]
        await asyncio.gather(
            book.close(today),
            book.close(today),
            *(book.move(loan, each, today) for loan, each in zip(loans, paid, strict=True)),
        )
        assert await book.differences() == []


async def test_closing_again_changes_nothing(sessions: Sessions) -> None:
    book = Book(sessions)
    await book.open(random_held(seeded(3), FIRST), FIRST)
    await book.close(FIRST + 40 * DAY)
    before = await _written(sessions)
    await book.close(FIRST + 40 * DAY)
    assert await _written(sessions) == before


async def test_days_that_were_missed_are_closed_one_by_one(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    await book.close(FIRST + 3 * DAY)
    await book.close(FIRST + 70 * DAY)
    async with sessions() as session:
        shard = shard_of(loan.loan_id)
        closed = await session.scalars(
            select(ShardClosingRow.opening)
            .where(ShardClosingRow.shard == shard)
            .order_by(ShardClosingRow.opening)
        )
        assert list(closed) == list(days(FIRST + DAY, 70))
    assert await book.differences() == []


async def test_f1_a_close_that_is_cut_short_leaves_nothing_of_the_night(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    shard = shard_of(loan.loan_id)
    before = await _written(sessions)
    async with sessions() as session:
        await repository.lock_shard(session, shard)
        await roll_on(session, shard, FIRST)
        await repository.advance(session, shard, FIRST + DAY, 0)
        await session.rollback()
    assert await _written(sessions) == before
    await book.close(FIRST + 45 * DAY)
    assert await book.differences() == []


async def test_f4_a_worker_frozen_within_a_night_loses_it_to_another(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    shard = shard_of(loan.loan_id)
    async with sessions() as frozen:
        await frozen.execute(text("SET LOCAL idle_in_transaction_session_timeout = '200ms'"))
        await repository.lock_shard(frozen, shard)
        await roll_on(frozen, shard, FIRST)
        # The other worker waits for the lock, which the server takes from the frozen one.
        await book.close(FIRST + 2 * DAY)
        with pytest.raises(DatabaseUnavailable):
            await repository.advance(frozen, shard, FIRST + DAY, 0)
        await frozen.rollback()
    async with sessions() as session:
        assert await repository.accrued_to(session, shard) == FIRST + 2 * DAY
    assert await book.differences() == []


async def test_a_loan_is_folded_anew_before_its_lines_end(sessions: Sessions) -> None:
    book = Book(sessions)
    terms = a_loan(instalments=36)
    loan = await book.open(Held(Agreement(loan=terms), "TRADER"), FIRST)
    first = await _refold_on(sessions, loan.loan_id)
    await book.close(first + DAY)
    assert await _refold_on(sessions, loan.loan_id) > first
    assert await book.differences() == []


@pytest.mark.parametrize(
    ("principal_minor", "rate_ppm", "instalments"),
    [(9_999_999_967, 299_999, 11), (1_999_999_973, 239_999, 47)],
)
async def test_a_line_too_long_for_a_bigint_is_begun_anew_in_time(
    sessions: Sessions, principal_minor: int, rate_ppm: int, instalments: int
) -> None:
    """Amount, rate, months and days of these have no factor in common that would cancel."""
    book = Book(sessions)
    terms = a_loan(
        principal_minor=principal_minor,
        rate_ppm=rate_ppm,
        method=RepaymentMethod.BULLET,
        instalments=instalments,
        day_count=DayCount.ACTUAL_365,
    )
    await book.open(Held(Agreement(loan=terms), "TRADER"), FIRST)
    for night in range(20, 380, 20):
        await book.close(FIRST + night * DAY)
        assert await book.differences() == []


async def test_the_books_close_on_for_years_after_a_loan_is_paid_back(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    repaid = Transaction(
        kind=Kind.PREPAID, value_date=FIRST, reference="whole", amount_minor=20_000_000
    )
    await book.move(loan, repaid, FIRST)
    assert await _refold_on(sessions, loan.loan_id) == date.max
    await book.close(FIRST + 370 * DAY)
    assert await book.differences() == []


async def test_a_shard_too_slow_to_be_closed_does_not_come_before_all_others(
    sessions: Sessions,
) -> None:
    """It is behind the others from the second day on, and they are closed all the same."""
    book = Book(sessions)
    slow = other = await book.open(random_held(seeded(5), FIRST), FIRST)
    while shard_of(other.loan_id) == shard_of(slow.loan_id):
        other = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    async with sessions.begin() as session:
        early = update(PositionRow).where(PositionRow.loan_id == slow.loan_id)
        await session.execute(early.values(refold_on=FIRST))

    async def too_slow(_loan_id: UUID) -> None:
        raise DatabaseUnavailable

    for today in (FIRST + DAY, FIRST + 2 * DAY):
        for _ in range(TRIES):
            with pytest.raises(DatabaseUnavailable):
                await close_books(today, sessions, too_slow)
        async with sessions() as session:
            assert await repository.accrued_to(session, shard_of(other.loan_id)) == today


async def test_a_night_over_missing_lines_is_refused(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    shard = shard_of(loan.loan_id)
    await book.close(FIRST + 30 * DAY)
    async with sessions.begin() as session:
        await session.execute(
            text("DELETE FROM loan_lines WHERE from_day > :day"), {"day": FIRST + 30 * DAY}
        )
    with pytest.raises(LinesMissing):
        async with sessions.begin() as session:
            await roll_on(session, shard, FIRST + 30 * DAY)


async def test_a_day_the_books_have_not_reached_is_not_open(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        place = await enter(session, UUID(int=5), FIRST)
        place.require_open(FIRST)
        with pytest.raises(DayNotOpen):
            place.require_open(FIRST + DAY)


async def test_a_loan_whose_money_went_back_leaves_its_shard(sessions: Sessions) -> None:
    book = Book(sessions)
    loan = await book.open(Held(Agreement(loan=a_loan()), "TRADER"), FIRST)
    await book.close(FIRST + 20 * DAY)
    back = Transaction(
        kind=Kind.REVERSED,
        value_date=FIRST + 20 * DAY,
        reference="back",
        amount_minor=10_000_000,
        reverses="payout",
    )
    await book.move(loan, back, FIRST + 20 * DAY)
    async with sessions() as session:
        for table in (PositionRow, LineRow):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        balances = await session.execute(
            text("SELECT account, sum(amount_minor) FROM journal_lines GROUP BY 1")
        )
        assert {account: int(total) for account, total in balances if total} == {}


async def _written(sessions: Sessions) -> Sequence[object]:
    async with sessions() as session:
        counts = [
            await session.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("journal_entries", "journal_lines", "shard_closings")
        ]
        reached = await session.scalars(select(ShardRow.accrued_to).order_by(ShardRow.shard))
        held = await session.execute(
            select(PositionRow.loan_id, PositionRow.from_day).order_by(PositionRow.loan_id)
        )
        return [counts, list(reached), list(held.all())]


async def _refold_on(sessions: Sessions, loan_id: UUID) -> date:
    async with sessions() as session:
        found = await session.scalar(
            select(PositionRow.refold_on).where(PositionRow.loan_id == loan_id)
        )
        assert found is not None
        return found
