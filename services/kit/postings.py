"""Double entry, pure: accounts, and entries whose debits and credits are the same.

A debit is positive and a credit negative, in minor units. An entry bears the name of what it
books (`source_type`, `source_id`, `event`), and that name is booked once.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.errors import Title
from services.kit.money import Money

LINES_MAX: Final = 200
DIMENSIONS_MAX: Final = 8
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_EVENT: Final = re.compile(r"[a-z][a-z0-9_:.-]{0,119}")
_VALUE: Final = re.compile(r"[A-Za-z0-9_:.-]{1,100}")


class UnfitForJournal(ValueError):
    """The entry does not balance, or a word of it is not in its form: a mistake in our code."""


class AccountKind(StrEnum):
    """What an account tells of; assets and expenses grow by debits, the others by credits."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a chart: its code, what kind it is, and what people call it."""

    code: str
    kind: AccountKind
    title: Title


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry: a debit when the amount is positive, a credit when it is negative.

    `dimensions` say what the amount belongs to beside its account, such as the product.
    """

    account: str
    amount: Money
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.amount.is_zero:
            raise UnfitForJournal(f"{self.account}: nothing is no line")
        if len(self.dimensions) > DIMENSIONS_MAX:
            raise UnfitForJournal(f"{self.account}: too many dimensions")
        for key, value in self.dimensions.items():
            if not (_WORD.fullmatch(key) and _VALUE.fullmatch(value)):
                raise UnfitForJournal(f"{self.account}: {key!r} is no dimension")

    @property
    def reversed(self) -> "Line":
        """The same on the other side."""
        return Line(self.account, -self.amount, self.dimensions)


def debit(account: str, amount: Money, **dimensions: str) -> Line:
    """A line on the left."""
    return Line(account, amount, dimensions)


def credit(account: str, amount: Money, **dimensions: str) -> Line:
    """A line on the right."""
    return Line(account, -amount, dimensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is booked at once: it balances in each currency, so it has two lines or more.

    `source_type` and `source_id` name the aggregate whose money moves and `event` what happened
    to it; `booked_on` is the business day of the books, `value_date` the day it counts from.
    `reverses` is the entry of the same source that this one takes back.
    """

    source_type: str
    source_id: UUID
    event: str
    kind: str
    booked_on: date
    value_date: date
    lines: tuple[Line, ...]
    reverses: UUID | None = None

    def __post_init__(self) -> None:
        words = (self.source_type, self.kind, *(line.account for line in self.lines))
        if not (all(map(_WORD.fullmatch, words)) and _EVENT.fullmatch(self.event)):
            raise UnfitForJournal(f"{self.source_type} {self.event}: a word is not in its form")
        if not 0 < len(self.lines) <= LINES_MAX:
            raise UnfitForJournal(f"{self.event}: no lines, or more than {LINES_MAX}")
        sums: Counter[str] = Counter()
        for line in self.lines:
            sums[line.amount.currency] += line.amount.amount_minor
        if any(sums.values()):
            raise UnfitForJournal(f"{self.event}: debits and credits differ")


def reversal_of(
    entry_id: UUID, entry: Entry, *, event: str, kind: str, booked_on: date, value_date: date
) -> Entry:
    """The entry that takes `entry` back, line by line, so that both together come to nothing."""
    return Entry(
        source_type=entry.source_type,
        source_id=entry.source_id,
        event=event,
        kind=kind,
        booked_on=booked_on,
        value_date=value_date,
        lines=tuple(line.reversed for line in entry.lines),
        reverses=entry_id,
    )
