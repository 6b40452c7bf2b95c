"""Reads of loans; each sees only what its caller may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from services.kit.pagination import PageRequest, paged
from services.loan_engine.schedule import Row
from services.repayment.loans import repository
from services.repayment.loans.domain.errors import StatementTooLong
from services.repayment.loans.domain.next_steps import NextStep, next_step
from services.repayment.loans.domain.statement import MOVEMENTS_MAX, Statement, statement_of
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.folding import LoanOn, known_of
from services.repayment.loans.tables import LoanRow, LoanTransactionRow
from services.repayment.reader import Reader


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """Which loans to list, and in which order; None does not matter."""

    status: LoanStatus | None = None
    application_id: UUID | None = None
    contract_id: UUID | None = None
    party_id: UUID | None = None
    product_code: str | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class LoanSchedule:
    """A loan as of a day and the schedule that binds it; no rows while no money is there."""

    found: LoanOn
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Guidance:
    """A loan and its next step."""

    row: LoanRow
    step: NextStep


@dataclass(frozen=True, slots=True)
class Period:
    """Days of an account, the first and the last included."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class LoanStatement:
    """A loan and its account in a period."""

    row: LoanRow
    statement: Statement


async def loans(wanted: LoanFilter, page: PageRequest, reader: Reader) -> Sequence[LoanRow]:
    """A page of the loans the caller may see, one row more than it shows."""
    statement = paged(
        select(LoanRow).where(repository.seen_by(reader.caller), *_conditions(wanted)),
        page,
        created_at=LoanRow.created_at,
        identifier=LoanRow.loan_id,
        newest_first=wanted.newest_first,
    )
    async with reader.sessions() as session:
        return (await session.scalars(statement)).all()


async def loan(loan_id: UUID, day: date, reader: Reader) -> LoanOn:
    """One loan as of `day`; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, loan_id, reader.caller)
        known = await known_of(session, row)
    return known.on(day)


async def schedule(loan_id: UUID, day: date, reader: Reader) -> LoanSchedule:
    """The schedule that binds a loan, and what had become of it by `day`; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, loan_id, reader.caller)
        known = await known_of(session, row)
        funding = row.funding_sequence
        rows = [] if funding is None else await repository.instalments(session, loan_id, funding)
    found = known.on(day)
    return LoanSchedule(found, rows if found.history else [])


async def transactions(
    loan_id: UUID, day: date, page: PageRequest, reader: Reader
) -> Sequence[LoanTransactionRow]:
    """A page of what happened to a loan up to `day`, in the order it became known.

    A reversal counts with what it reverses, for it takes that out of every day. The cursor's id
    is the sequence of the last one seen, for transactions are numbered. Raises `NotFound`.
    """
    seen, original = page.cursor.id.int if page.cursor else 0, aliased(LoanTransactionRow)
    is_reversal_of = and_(
        original.loan_id == LoanTransactionRow.loan_id,
        original.reference == LoanTransactionRow.reverses,
    )
    statement = (
        select(LoanTransactionRow)
        .outerjoin(original, is_reversal_of)
        .where(
            LoanTransactionRow.loan_id == loan_id,
            LoanTransactionRow.sequence > seen,
            func.coalesce(original.value_date, LoanTransactionRow.value_date) <= day,
        )
        .order_by(LoanTransactionRow.sequence)
        .limit(page.limit + 1)
    )
    async with reader.sessions() as session:
        await repository.find(session, loan_id, reader.caller)
        return (await session.scalars(statement)).all()


async def guidance(loan_id: UUID, reader: Reader) -> Guidance:
    """What comes next for a loan; raises `NotFound`."""
    found = await loan(loan_id, reader.clock.today(), reader)
    status = LoanStatus(found.row.status)
    return Guidance(found.row, next_step(status, found.figures, found.agreement.grace_days))


async def statement(loan_id: UUID, period: Period, reader: Reader) -> LoanStatement:
    """The account of a loan in a period; raises `NotFound` and `StatementTooLong`."""
    found = await loan(loan_id, period.ends_on, reader)
    told = statement_of(found.loan, found.history, period.begins_on, period.ends_on)
    if len(told.movements) > MOVEMENTS_MAX:
        raise StatementTooLong
    return LoanStatement(found.row, told)


def _conditions(wanted: LoanFilter) -> Iterator[ColumnElement[bool]]:
    plain = {
        LoanRow.status: wanted.status,
        LoanRow.application_id: wanted.application_id,
        LoanRow.contract_id: wanted.contract_id,
        LoanRow.party_id: wanted.party_id,
        LoanRow.product_code: wanted.product_code,
    }
    yield from (column == value for column, value in plain.items() if value is not None)
