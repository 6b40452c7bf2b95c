"""The lines of a loan, written in one statement: they come as one document, a row for each."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from services.repayment.positions.tables import LineRow

_PLACE: Final = frozenset({"shard", "loan_id"})
_LINE: Final = [each.name for each in LineRow.__table__.columns if each.name not in _PLACE]
_GROWTH: Final = [name for name in _LINE if name != "steady"]


def _replaced(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in names)


# Lines of days that stay are written over, so that no day is taken away and put back at once.
# Nothing comes back, and the position stays as it was, while the product has no book.
# Its values: shard, loan, lines, the day they hold from, when to refold, then those of `Fixed`.
KEEP: Final = f"""
WITH line AS MATERIALIZED (
    SELECT {", ".join(_LINE)}
    FROM jsonb_populate_recordset(CAST(NULL AS loan_lines), $3::jsonb)
), kept AS (
    INSERT INTO loan_lines (shard, loan_id, {", ".join(_LINE)})
    SELECT $1::smallint, $2::uuid, {", ".join(_LINE)} FROM line
    ON CONFLICT (shard, loan_id, from_day) DO UPDATE SET {_replaced(_LINE)}
), gone AS (
    DELETE FROM loan_lines WHERE shard = $1::smallint AND loan_id = $2::uuid
        AND from_day NOT IN (SELECT from_day FROM line)
)
INSERT INTO positions (shard, loan_id, book, day_kind, refold_on, {", ".join(_GROWTH)})
SELECT $1::smallint, $2::uuid, books.book, $8::smallint, $5::date, {", ".join(_GROWTH)}
FROM line JOIN books ON books.product_code = $6 AND books.currency = $7
WHERE line.from_day = $4
ON CONFLICT (shard, loan_id)
    DO UPDATE SET {_replaced(("book", "day_kind", "refold_on", *_GROWTH))}
RETURNING book
"""  # noqa: S608 - names of ours


def document_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of lines as `KEEP` takes them."""
    return json.dumps([{name: _plain(value) for name, value in row.items()} for row in rows])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
