"""Tables as CSV (RFC 4180) that a spreadsheet opens without running any of it."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from services.kit.currencies import exponent_of
from services.kit.money import Money

MEDIA_TYPE: Final = "text/csv"
# What a spreadsheet takes for the beginning of a formula, also behind blanks; OWASP's list.
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK: Final = "\ufeff"  # without it some spreadsheets read Chinese as another encoding

Cell = str | int | Money | None


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table in UTF-8: text disarmed, money in major units without a currency."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_spelt(cell) for cell in row] for row in rows)
    return f"{_MARK}{written.getvalue()}".encode()


def _spelt(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return _amount(cell)
    return str(cell) if isinstance(cell, int) else _disarmed(cell)


def _disarmed(text: str) -> str:
    return f"'{text}" if text.strip(" \u3000\ufeff\0").startswith(_BEGINS_A_FORMULA) else text


def _amount(money: Money) -> str:
    exponent = exponent_of(money.currency)
    whole, rest = divmod(abs(money.amount_minor), 10**exponent)
    decimals = f".{rest:0{exponent}d}" if exponent else ""
    return f"{'-' if money.is_negative else ''}{whole}{decimals}"
