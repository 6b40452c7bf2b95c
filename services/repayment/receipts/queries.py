"""Reads of repayments and quotes; each sees only those of loans its caller may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import NotFound
from services.kit.pagination import PageRequest, paged
from services.repayment.loans import entry as loans
from services.repayment.reader import Reader
from services.repayment.receipts import proposal_rows, quote_rows, repository
from services.repayment.receipts.counting import Counted, Drawn, shown
from services.repayment.receipts.domain.proposals import Named, ProposalKind
from services.repayment.receipts.proposal_tables import ProposalRow
from services.repayment.receipts.quote_tables import PayoffQuoteRow
from services.repayment.receipts.tables import RepaymentReceivedRow


async def repayments(loan_id: UUID, page: PageRequest, reader: Reader) -> Sequence[Counted]:
    """A page of a loan's repayments, newest first, one more than it shows; raises `NotFound`."""
    row = RepaymentReceivedRow
    statement = paged(
        select(row).where(row.loan_id == loan_id),
        page,
        created_at=row.created_at,
        identifier=row.repayment_id,
    )
    async with reader.sessions() as session:
        seen = await loans.seen(session, loan_id, reader.caller)
        return [shown(each, seen.loan, seen.opening) for each in await session.scalars(statement)]


async def repayment(loan_id: UUID, repayment_id: UUID, reader: Reader) -> Counted:
    """One repayment; raises `NotFound`."""
    async with reader.sessions() as session:
        seen = await loans.seen(session, loan_id, reader.caller)
        row = await repository.of_loan(session, loan_id, repayment_id)
        return shown(row, seen.loan, seen.opening)


async def quotes(loan_id: UUID, page: PageRequest, reader: Reader) -> Sequence[Drawn]:
    """A page of a loan's quotes, newest first, one more than it shows; raises `NotFound`."""
    row = PayoffQuoteRow
    statement = paged(
        select(row).where(row.loan_id == loan_id),
        page,
        created_at=row.created_at,
        identifier=row.quote_id,
    )
    async with reader.sessions() as session:
        happened = await loans.happened_to(session, loan_id, reader.caller)
        found = (await session.scalars(statement)).all()
        return [await _drawn(session, each, happened, reader) for each in found]


async def quote(loan_id: UUID, quote_id: UUID, reader: Reader) -> Drawn:
    """One quote; raises `NotFound`."""
    async with reader.sessions() as session:
        happened = await loans.happened_to(session, loan_id, reader.caller)
        row = await quote_rows.find(session, loan_id, quote_id)
        if row is None:
            raise NotFound
        return await _drawn(session, row, happened, reader)


async def proposals(
    loan_id: UUID, kind: ProposalKind, page: PageRequest, reader: Reader
) -> Sequence[ProposalRow]:
    """A page of a loan's refunds or waivers, newest first; raises `NotFound`."""
    row = ProposalRow
    statement = paged(
        select(row).where(row.loan_id == loan_id, row.kind == kind.value),
        page,
        created_at=row.created_at,
        identifier=row.proposal_id,
    )
    async with reader.sessions() as session:
        await loans.happened_to(session, loan_id, reader.caller)
        return (await session.scalars(statement)).all()


async def proposal(wanted: Named, reader: Reader) -> ProposalRow:
    """One refund or waiver; raises `NotFound`."""
    async with reader.sessions() as session:
        await loans.happened_to(session, wanted.loan_id, reader.caller)
        return await proposal_rows.of_loan(session, wanted)


async def _drawn(
    session: AsyncSession, row: PayoffQuoteRow, happened: int, reader: Reader
) -> Drawn:
    quote = await quote_rows.quote_of(session, row)
    return Drawn(row, quote, quote.is_payable(happened, reader.clock.today()))
