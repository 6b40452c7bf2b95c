"""What readers of the ledger get."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.kit.postings import AccountKind
from services.kit.schemas import DateRead, InstantRead, MoneyRead, ReadSchema, TypeId
from services.repayment.ledger.domain.chart import AccountCode

EntryId = Annotated[UUID, TypeId("jrn")]
LoanId = Annotated[UUID, TypeId("loan")]


class WordsRead(ReadSchema):
    """One short text in both languages."""

    en: str
    zh: str


class AccountRead(ReadSchema):
    """One account: assets and expenses grow by debits, the others by credits."""

    code: AccountCode
    kind: AccountKind
    title: WordsRead


class AccountList(ReadSchema):
    """The chart of accounts, by code."""

    data: list[AccountRead] = Field(max_length=200)


class LineRead(ReadSchema):
    """One line of an entry; its amount is never negative."""

    account: AccountCode
    side: Literal["debit", "credit"]
    amount: MoneyRead
    dimensions: dict[str, str]


class EntryRead(ReadSchema):
    """What was booked at once: for one loan, or what a night brought to many."""

    id: EntryId
    loan_id: LoanId | None = Field(description="null for what a closed day brought to many loans")
    event: str = Field(description="what it books: once, for ever")
    kind: str
    booked_on: DateRead
    value_date: DateRead
    reverses: EntryId | None
    lines: list[LineRead] = Field(max_length=200)
    recorded_at: InstantRead


class AccountBalanceRead(ReadSchema):
    """What an account came to in one currency."""

    account: AccountCode
    kind: AccountKind
    debits: MoneyRead
    credits: MoneyRead
    balance: MoneyRead = Field(description="on the side on which the account grows")


class CurrencyTotalRead(ReadSchema):
    """The two sides of one currency; they are the same, or the books are wrong."""

    debits: MoneyRead
    credits: MoneyRead


class TrialBalanceRead(ReadSchema):
    """Every account with entries, at the end of a business day."""

    as_of: DateRead
    accounts: list[AccountBalanceRead] = Field(max_length=1_000)
    totals: list[CurrencyTotalRead] = Field(max_length=200)
    is_balanced: bool
