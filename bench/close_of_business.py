"""The close of a day over a whole book: `python -m bench.close_of_business [LOANS …]`.

A book of loans in all their variety, one in thirty of which crosses a line each night, is closed
shard by shard as the service does it. Beside each night, in the same run on the same rows, the
plain thing: one accrual row per loan by a single INSERT … SELECT. A closed day is closed again,
which has to cost next to nothing. The ratio says what the close costs; seconds are this machine's.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import create_async_engine

from bench.postgres import durable_database
from bench.table import Figure, print_table
from services.kit.database import Sessions, make_engine, make_sessions
from services.loan_engine.day_count import DayCount
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.running import steps_of
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import LoanTerms, RepaymentMethod
from services.repayment.positions.domain.kept_lines import kept_of
from services.repayment.positions.domain.shards import SHARDS
from services.repayment.positions.growth_sql import at, named, owed_parts
from services.repayment.positions.stored import day_kind_of, growth_columns, line_columns
from services.repayment.positions.tables import BookRow, LineRow, PositionRow
from services.repayment.positions.use_cases.close_books import close_books

LOANS: Final = (1_000_000, 100_000)
NIGHTS: Final = 3
CYCLE_DAYS: Final = 30  # each loan is due on one day of it: one in thirty crosses each night
PATTERNS_A_DAY: Final = 20
OPENING: Final = date(2026, 3, 1)
BOOKS: Final = 4
_AT: Final = named("at")
_PLAIN: Final = (  # our own columns
    "INSERT INTO repayment.plain_accruals SELECT loan_id, CAST(:on AS date),"
    f" {owed_parts(_AT, 'held')} FROM repayment.positions AS held ON CONFLICT DO NOTHING"
)


Row = dict[str, Any]


@dataclass(frozen=True)
class Pool:
    """Few connections: the close is one session's work."""

    pool_size: int = 4
    pool_overflow: int = 0
    pool_timeout_s: float = 5
    lock_timeout_s: float = 2


async def rows(sizes: Sequence[int]) -> list[Figure]:
    """What a few nights of each size of book took; the night that took the middle time is told."""
    found: list[Figure] = []
    for loans in sizes:
        async with durable_database("repayment") as database:
            await _fill(database.admin_dsn, loans)
            engine = make_engine(database.service_dsn, schema="repayment", settings=Pool())
            try:
                found += await _measure(make_sessions(engine), database.admin_dsn, loans)
            finally:
                await engine.dispose()
    return found


async def _measure(sessions: Sessions, admin_dsn: str, loans: int) -> list[Figure]:
    nights: list[tuple[float, float, float, float]] = []
    for night in range(NIGHTS):
        today = OPENING + timedelta(days=night + 1)
        plain_s = await _plain(admin_dsn, today)
        closed_s = await _timed_close(sessions, today)
        again_s = await _timed_close(sessions, today)
        crossed = await _crossed(sessions, today)
        nights.append((closed_s / plain_s, closed_s, plain_s, again_s))
        print(f"night {night + 1}: {crossed / loans:.1%} of the loans crossed", file=sys.stderr)
    ratio, closed_s, plain_s, again_s = sorted(nights)[NIGHTS // 2]
    name, plain = f"close of a day, {loans:,} loans", f"{plain_s:.2f} s"
    beside = ("one INSERT … SELECT of plain accruals", plain)
    return [
        Figure(name, f"{closed_s:.2f} s", *beside, ratio),
        Figure("  the same day again", f"{again_s:.3f} s", *beside, again_s / plain_s),
    ]


async def _timed_close(sessions: Sessions, today: date) -> float:
    began_s = time.perf_counter()
    await close_books(today, sessions, _nothing_to_refold)
    return time.perf_counter() - began_s


async def _nothing_to_refold(loan_id: UUID) -> None:
    raise LookupError(f"{loan_id} has lines enough")


async def _plain(admin_dsn: str, today: date) -> float:
    """One accrual row per loan, by the same arithmetic: what everybody else does each night."""
    engine = create_async_engine(_sqlalchemy(admin_dsn), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("TRUNCATE repayment.plain_accruals"))
        await connection.execute(text("CHECKPOINT"))
        began_s = time.perf_counter()
        await connection.execute(
            text(_PLAIN),
            {"on": today, **at("at", today)},
        )
        took_s = time.perf_counter() - began_s
        await connection.execute(text("CHECKPOINT"))
    await engine.dispose()
    return took_s


async def _crossed(sessions: Sessions, opening: date) -> int:
    async with sessions() as session:
        statement = text("SELECT sum(crossed) FROM shard_closings WHERE opening = :opening")
        return int(await session.scalar(statement, {"opening": opening}) or 0)


async def _fill(admin_dsn: str, loans: int) -> None:
    """A book made of patterns the engine folded, each many times over."""
    engine = create_async_engine(_sqlalchemy(admin_dsn))
    patterns = list(_patterns())
    async with engine.begin() as connection:
        await connection.execute(text("SET search_path = repayment"))
        await connection.execute(
            insert(BookRow),
            [{"product_code": f"P{n}", "currency": "CNY"} for n in range(BOOKS)],
        )
        positions, lines = _rows(patterns)
        await connection.execute(insert(PositionRow), positions)
        await connection.execute(insert(LineRow), lines)
        for statement in _copies(loans // len(patterns)):
            await connection.execute(text(statement))
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("positions", "loan_lines"):
            await connection.execute(text(f"VACUUM ANALYZE repayment.{table}"))
    await engine.dispose()


def _copies(times: int) -> Iterator[str]:
    """Each pattern so many times, spread over the shards; the patterns themselves go."""
    yield (
        "CREATE TEMPORARY TABLE copies ON COMMIT DROP AS SELECT shard AS was, loan_id AS of,"
        f" gen_random_uuid() AS loan_id, (random() * {SHARDS - 1})::smallint AS shard"
        f" FROM positions CROSS JOIN generate_series(1, {times})"
    )
    for table in ("positions", "loan_lines"):
        columns = [c.name for c in (PositionRow if table == "positions" else LineRow).__table__.c]
        kept = [name for name in columns if name not in {"shard", "loan_id"}]
        yield (
            f"INSERT INTO {table} (shard, loan_id, {', '.join(kept)})"
            f" SELECT copies.shard, copies.loan_id, {', '.join(f'pattern.{n}' for n in kept)}"
            f" FROM copies JOIN {table} AS pattern"
            " ON pattern.shard = copies.was AND pattern.loan_id = copies.of"
        )
    for table in ("positions", "loan_lines"):
        yield f"DELETE FROM {table} USING copies WHERE {table}.loan_id = copies.of"
    yield f"UPDATE shards SET accrued_to = '{OPENING}'"
    yield (
        "CREATE TABLE plain_accruals (loan_id uuid, day date, i bigint, p bigint, c bigint,"
        " PRIMARY KEY (loan_id, day))"
    )


def _patterns() -> Iterator[tuple[Agreement, date]]:
    """Loans of all methods and day counts, paid out on each of the thirty days before."""
    methods, counts = list(RepaymentMethod), list(DayCount)
    for back in range(CYCLE_DAYS):
        paid_on = OPENING - timedelta(days=back)
        for number in range(PATTERNS_A_DAY):
            terms = LoanTerms(
                principal_minor=1_000_000 + 77_777 * number,
                currency="CNY",
                rate_ppm=84_000 + 3_000 * number,
                method=methods[number % 3],  # a bullet loan crosses nothing for a year
                instalments=12,
                disbursed_on=paid_on,
                day_count=counts[number % len(counts)],
            )
            yield Agreement(loan=terms, grace_days=10), paid_on


def _rows(patterns: Sequence[tuple[Agreement, date]]) -> tuple[list[Row], list[Row]]:
    positions: list[Row] = []
    lines: list[Row] = []
    for number, (agreement, paid_on) in enumerate(patterns):
        paid = Transaction(
            kind=Kind.DISBURSED,
            value_date=paid_on,
            reference="payout",
            amount_minor=agreement.loan.principal_minor,
        )
        kept = kept_of(fold(agreement, [paid], horizon=OPENING), OPENING)
        assert kept is not None
        key: Row = {"shard": number % SHARDS, "loan_id": uuid4()}
        day_kind = day_kind_of(steps_of(agreement.loan))
        positions.append(
            key
            | growth_columns(kept.current)
            | {"book": 1 + number % BOOKS, "day_kind": day_kind, "refold_on": kept.refold_on}
        )
        lines += [key | line_columns(line) for line in kept.lines]
    return positions, lines


def _sqlalchemy(dsn: str) -> str:
    return dsn.replace("postgresql://", "postgresql+asyncpg://", 1)


if __name__ == "__main__":
    print_table(asyncio.run(rows([int(size) for size in sys.argv[1:]] or LOANS)))
