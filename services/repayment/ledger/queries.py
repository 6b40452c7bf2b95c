"""Reads of the ledger, for finance and auditors, who see all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kit import journal, journal_rows
from services.kit.journal import Balance
from services.kit.journal_rows import AccountRow, EntryFilter, EntryRecord
from services.kit.pagination import PageRequest
from services.repayment.reader import Reader


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """What every account came to at the end of a business day."""

    as_of: date
    balances: Sequence[Balance]


async def accounts(reader: Reader) -> Sequence[AccountRow]:
    """The chart of accounts, by code."""
    async with reader.sessions() as session:
        return await journal_rows.accounts(session)


async def entries(wanted: EntryFilter, page: PageRequest, reader: Reader) -> list[EntryRecord]:
    """A page of entries, one more than it shows."""
    async with reader.sessions() as session:
        return await journal_rows.entries(session, wanted, page)


async def trial_balance(as_of: date | None, reader: Reader) -> TrialBalance:
    """The balances at the end of `as_of`, or of today."""
    day = as_of or reader.clock.today()
    async with reader.sessions() as session:
        return TrialBalance(day, await journal.balances(session, as_of=day))
