"""From the ledger to what readers get."""

from collections import defaultdict
from collections.abc import Sequence

from services.kit.journal import Balance
from services.kit.journal_rows import AccountRow, EntryRecord, LineRow
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.postings import AccountKind
from services.kit.schemas import MoneyRead, Page
from services.repayment.ledger.domain.chart import CHART, AccountCode
from services.repayment.ledger.entry import LOAN
from services.repayment.ledger.queries import TrialBalance
from services.repayment.ledger.schemas.read import (
    AccountBalanceRead,
    AccountList,
    AccountRead,
    CurrencyTotalRead,
    EntryRead,
    LineRead,
    TrialBalanceRead,
    WordsRead,
)

_KINDS = {account.code: account.kind for account in CHART}
_GROW_BY_DEBITS = frozenset({AccountKind.ASSET, AccountKind.EXPENSE})


def accounts(rows: Sequence[AccountRow]) -> AccountList:
    """The chart of accounts."""
    return AccountList(
        data=[
            AccountRead(
                code=AccountCode(row.code),
                kind=AccountKind(row.kind),
                title=WordsRead(en=row.title_en, zh=row.title_zh),
            )
            for row in rows
        ]
    )


def entries(found: Sequence[EntryRecord], page: PageRequest) -> Page[EntryRead]:
    """A page of entries."""
    return page_of(
        found,
        page,
        place=lambda record: Cursor(record.entry.recorded_at, record.entry.entry_id),
        read=entry,
    )


def trial_balance(found: TrialBalance) -> TrialBalanceRead:
    """The balances of a day, and whether both sides come to the same."""
    totals = [_total(currency, each) for currency, each in _by_currency(found.balances).items()]
    return TrialBalanceRead(
        as_of=found.as_of,
        accounts=[_balance(each) for each in found.balances],
        totals=totals,
        is_balanced=all(total.debits == total.credits for total in totals),
    )


def entry(record: EntryRecord) -> EntryRead:
    """What was booked at once."""
    head = record.entry
    return EntryRead(
        id=head.entry_id,
        loan_id=head.source_id if head.source_type == LOAN else None,
        event=head.event,
        kind=head.kind,
        booked_on=head.booked_on,
        value_date=head.value_date,
        reverses=head.reverses,
        lines=[_line(line) for line in record.lines],
        recorded_at=head.recorded_at,
    )


def _line(line: LineRow) -> LineRead:
    return LineRead(
        account=AccountCode(line.account),
        side="debit" if line.amount_minor > 0 else "credit",
        amount=_money(abs(line.amount_minor), line.currency),
        dimensions=line.dimensions,
    )


def _balance(each: Balance) -> AccountBalanceRead:
    kind = _KINDS[each.account]
    sign = 1 if kind in _GROW_BY_DEBITS else -1
    return AccountBalanceRead(
        account=AccountCode(each.account),
        kind=kind,
        debits=_money(each.debits_minor, each.currency),
        credits=_money(each.credits_minor, each.currency),
        balance=_money(sign * (each.debits_minor - each.credits_minor), each.currency),
    )


def _by_currency(balances: Sequence[Balance]) -> dict[str, list[Balance]]:
    found: dict[str, list[Balance]] = defaultdict(list)
    for each in balances:
        found[each.currency].append(each)
    return dict(sorted(found.items()))


def _total(currency: str, balances: Sequence[Balance]) -> CurrencyTotalRead:
    return CurrencyTotalRead(
        debits=_money(sum(each.debits_minor for each in balances), currency),
        credits=_money(sum(each.credits_minor for each in balances), currency),
    )


def _money(amount_minor: int, currency: str) -> MoneyRead:
    return MoneyRead.of(Money(amount_minor, currency))
