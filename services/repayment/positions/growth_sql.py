"""What loans come to, in SQL: the arithmetic of `Growth` on rows, and the statements made of it.

Statements are put together here from our own names of columns, once, when the module is loaded;
values are bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import TextClause, text

from services.loan_engine.day_count import thirty_day_index
from services.repayment.domain.quantities import STEADY

PARTS: Final = ("i", "p", "c")  # interest, penalty, compound: the order of GROWING
STEADY_PLACES: Final = range(1, len(STEADY) + 1)


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening as SQL: its day, and its place in months of thirty days."""

    day: str
    idx: str


def named(prefix: str) -> Opening:
    """An opening as parameters under names that begin with `prefix`."""
    return Opening(f"CAST(:{prefix}_day AS date)", f"CAST(:{prefix}_idx AS integer)")


def at(prefix: str, day: date) -> Mapping[str, Any]:
    """The parameters of `named(prefix)` for a day."""
    return {f"{prefix}_day": day, f"{prefix}_idx": thirty_day_index(day)}


def owed(part: str, opening: Opening, row: str) -> str:
    """SQL of what is owed of a growing part at an opening; half up, in bigint."""
    steps = f"({opening.day} - {row}.from_day)"
    if part == "i":
        months = f"{opening.idx} - {row}.from_idx"
        steps = f"(CASE {row}.day_kind WHEN 1 THEN {months} ELSE {steps} END)"
    grown = f"{row}.{part}_carry + {row}.{part}_slope * {steps} + {row}.{part}_den / 2"
    return f"({row}.{part}_base + ({grown}) / {row}.{part}_den)"


def owed_parts(opening: Opening, row: str, suffix: str = "") -> str:
    """SQL columns of what is owed of each growing part."""
    return ", ".join(f"{owed(part, opening, row)} AS {part}{suffix}" for part in PARTS)


def steady_parts(array: str) -> str:
    """SQL columns of what does not grow.

    A line that was written before a quantity was kept is shorter: what it lacks is nothing.
    """
    return ", ".join(f"coalesce({array}[{place}], 0) AS s{place}" for place in STEADY_PLACES)


AT: Final = named("at")
HELD_AT: Final = Opening("$2::date", "$3::integer")  # of `held_statement`
OLD, NEW = named("old"), named("new")
_GROWTH: Final = tuple(
    f"{part}_{name}" for part in PARTS for name in ("den", "base", "carry", "slope")
)
_ROLLED: Final = (
    *("from_day", "from_idx", "is_accruing", *_GROWTH),
    *("delinquent_since", "next_change_on"),
)


def _grew(part: str) -> str:
    """SQL of what a growing part grows by in a night; most of penalty and compound stand still."""
    grown = f"{owed(part, NEW, 'held')} - {owed(part, OLD, 'held')}"
    return f"sum(CASE held.{part}_slope WHEN 0 THEN 0 ELSE {grown} END)::bigint AS {part}"


def _one_line(shard: int, row: str, day: str) -> str:
    """SQL of the line of a row's loan from a day on, looked up by its key.

    Always: OFFSET keeps it out of the planner's hands, which reads all lines of a shard for the
    few that cross as soon as its statistics are some days old.
    """
    return (
        f"SELECT * FROM loan_lines_{shard:02} AS each WHERE each.shard = {shard}"  # noqa: S608 - names and numbers of ours
        f" AND each.loan_id = {row}.loan_id AND each.from_day = {row}.{day} OFFSET 0"
    )


@cache
def close_statement(shard: int) -> TextClause:
    """The close of one day of one shard.

    Quiet loans, whose line goes on, are only read. Those whose next line begins with the new day
    are rolled on to it. The statement gives what all quantities moved by, per book and accrual
    basis: what a loan came to before is taken off under its old basis and put on under its new
    one. It names its partitions itself: planned over all of them, it would take longer to plan
    than to run.
    """
    positions = f"positions_{shard:02}"
    return text(
        f"""
        WITH crossing AS MATERIALIZED (
            SELECT held.loan_id, held.book, held.is_accruing, held.next_change_on,
                {owed_parts(OLD, "held", "0")}, line.steady
            FROM {positions} AS held
            LEFT JOIN LATERAL ({_one_line(shard, "held", "from_day")}) AS line ON true
            WHERE held.next_change_on <= {NEW.day}
        ), rolled AS (
            UPDATE {positions} AS held
            SET {", ".join(f"{column} = line.{column}" for column in _ROLLED)}
            FROM crossing
            CROSS JOIN LATERAL ({_one_line(shard, "crossing", "next_change_on")}) AS line
            WHERE held.shard = {shard} AND held.loan_id = crossing.loan_id
                AND crossing.steady IS NOT NULL
            RETURNING held.book, crossing.is_accruing AS was_accruing, crossing.i0, crossing.p0,
                crossing.c0, crossing.steady AS was, held.is_accruing,
                {owed_parts(NEW, "held", "1")}, line.steady
        ), moves AS (
            SELECT held.book, held.is_accruing, {", ".join(_grew(part) for part in PARTS)},
                NULL::bigint[] AS steady
            FROM {positions} AS held
            WHERE held.next_change_on > {NEW.day}
            GROUP BY held.book, held.is_accruing
            UNION ALL
            SELECT book, was_accruing, -i0, -p0, -c0,
                ARRAY[{", ".join(f"-was[{place}]" for place in STEADY_PLACES)}] FROM rolled
            UNION ALL
            SELECT book, is_accruing, i1, p1, c1, steady FROM rolled
        ), summed AS (
            SELECT book, is_accruing, sum(i)::bigint, sum(p)::bigint, sum(c)::bigint,
                {", ".join(f"coalesce(sum(steady[{n}]), 0)::bigint" for n in STEADY_PLACES)}
            FROM moves GROUP BY book, is_accruing
        )
        SELECT (SELECT count(*) FROM crossing), (SELECT count(*) FROM rolled), summed.*
        FROM (VALUES (0)) AS always LEFT JOIN summed ON true
        """  # noqa: S608 - names and numbers of ours
    )


@cache
def stale_statement(shard: int) -> TextClause:
    """The loans of a shard whose lines do not reach over the close that makes `:opening`."""
    return text(
        f"SELECT loan_id FROM positions_{shard:02}"  # noqa: S608 - a number of ours
        " WHERE refold_on <= CAST(:opening AS date) LIMIT :limit"
    )


@cache
def held_statement(shard: int) -> str:
    """What one loan of a shard came to at an opening, by the line that holds; for the driver.

    Its values are the loan, the day and the day's place in months of thirty days.
    """
    return f"""
        SELECT held.is_accruing, {owed_parts(HELD_AT, "held")}, {steady_parts("line.steady")}
        FROM positions_{shard:02} AS held
        JOIN loan_lines_{shard:02} AS line USING (shard, loan_id, from_day)
        WHERE held.loan_id = $1
    """  # noqa: S608 - names and numbers of ours


_OWED: Final = ", ".join(f"sum({owed(part, AT, 'held')})::bigint" for part in PARTS)
_STEADY: Final = ", ".join(
    f"coalesce(sum(line.steady[{place}]), 0)::bigint" for place in STEADY_PLACES
)
# What all loans come to whose shard stands at an opening.
SUMS: Final[TextClause] = text(
    f"""
    SELECT books.product_code, books.currency, held.is_accruing, {_OWED}, {_STEADY}
    FROM shards
    JOIN positions AS held USING (shard)
    JOIN loan_lines AS line USING (shard, loan_id, from_day)
    JOIN books USING (book)
    WHERE shards.accrued_to = {AT.day}
    GROUP BY 1, 2, 3
    """  # noqa: S608 - names and numbers of ours
)
