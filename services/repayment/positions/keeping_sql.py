"""The lines of a loan, written in one statement: they come as one document, a row for each."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from services.repayment.positions.growth_sql import Opening, owed_parts, steady_parts
from services.repayment.positions.tables import LineRow

_PLACE: Final = frozenset({"shard", "loan_id"})
_LINE: Final = [each.name for each in LineRow.__table__.columns if each.name not in _PLACE]
_GROWTH: Final = [name for name in _LINE if name != "steady"]


def _replaced(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in names)


_WAS: Final = owed_parts(Opening("$8::date", "$9::integer"), "held")


@cache
def keep_statement(shard: int) -> str:
    """Write the lines of one loan of a shard in place of those it had, for the driver.

    Its values: loan, lines, the day they hold from, when to refold, those of `Fixed`, then the
    opening and its place in months of thirty days. No book comes back, and the position stays as
    it was, while the product has none. What the loan came to before comes back as the tables were
    when the statement began.
    """
    lines, positions = f"loan_lines_{shard:02}", f"positions_{shard:02}"
    # Lines of days that stay are written over, so that no day is taken away and put back at once.
    return f"""
        WITH line AS MATERIALIZED (
            SELECT {", ".join(_LINE)}
            FROM jsonb_populate_recordset(CAST(NULL AS loan_lines), $2::jsonb)
        ), kept AS (
            INSERT INTO {lines} (shard, loan_id, {", ".join(_LINE)})
            SELECT {shard}, $1::uuid, {", ".join(_LINE)} FROM line
            ON CONFLICT (shard, loan_id, from_day) DO UPDATE SET {_replaced(_LINE)}
        ), gone AS (
            DELETE FROM {lines} WHERE shard = {shard} AND loan_id = $1::uuid
                AND from_day NOT IN (SELECT from_day FROM line)
        ), placed AS (
            INSERT INTO {positions} (shard, loan_id, book, day_kind, refold_on,
                {", ".join(_GROWTH)})
            SELECT {shard}, $1::uuid, books.book, $7::smallint, $4::date, {", ".join(_GROWTH)}
            FROM line JOIN books ON books.product_code = $5 AND books.currency = $6
            WHERE line.from_day = $3
            ON CONFLICT (shard, loan_id)
                DO UPDATE SET {_replaced(("book", "day_kind", "refold_on", *_GROWTH))}
            RETURNING book
        )
        SELECT (SELECT book FROM placed) AS book, was.*
        FROM (VALUES (1)) AS always LEFT JOIN (
            SELECT held.is_accruing, {_WAS}, {steady_parts("before.steady")}
            FROM {positions} AS held JOIN {lines} AS before USING (shard, loan_id, from_day)
            WHERE held.shard = {shard} AND held.loan_id = $1::uuid
        ) AS was ON true
    """  # noqa: S608 - names and numbers of ours


def document_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of lines as `keep_statement` takes them."""
    return json.dumps([{name: _plain(value) for name, value in row.items()} for row in rows])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
