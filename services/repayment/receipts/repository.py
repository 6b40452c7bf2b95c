"""Rows of repayments, below a held loan: found and added; decides nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.kit.errors import NotFound
from services.kit.identifiers import new_id
from services.kit.money import Money
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.domain.statuses import ON_THE_LOAN, RepaymentStatus
from services.repayment.receipts.tables import ReceiptNameRow, RepaymentReceivedRow

_R = RepaymentReceivedRow
_CLAIM: Final = """
    INSERT INTO receipt_names (channel, external_reference, generation, loan_id, repayment_id)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING repayment_id
"""


def receipt_of(row: RepaymentReceivedRow) -> Receipt:
    """The receipt a row keeps."""
    return Receipt(
        loan_id=row.loan_id,
        amount=Money(row.amount_minor, row.currency),
        value_date=row.value_date,
        channel=row.channel,
        external_reference=row.external_reference,
        payer=Payer(row.payer),
        mode=None if row.mode is None else PrepaymentMode(row.mode),
        quote_id=row.quote_id,
    )


async def claim(session: AsyncSession, receipt: Receipt, generation: int = 0) -> UUID | None:
    """The id of the new repayment a receipt's name belongs to now; None when it is taken.

    A later `generation` takes the name over from the repayment that had it in the one before.

    It waits for whoever claims the name at the same time.
    """
    repayment_id = new_id()
    name = (receipt.channel, receipt.external_reference, generation)
    claimed = await driver.fetch(session, _CLAIM, *name, receipt.loan_id, repayment_id)
    return repayment_id if claimed else None


async def named(session: AsyncSession, receipt: Receipt) -> tuple[int, RepaymentReceivedRow]:
    """The last repayment that got this name of its channel, for whichever loan: how many had it
    before, and its row."""
    last = (
        select(ReceiptNameRow)
        .where(
            ReceiptNameRow.channel == receipt.channel,
            ReceiptNameRow.external_reference == receipt.external_reference,
        )
        .order_by(ReceiptNameRow.generation.desc())
        .limit(1)
    )
    name = (await session.scalars(last)).one()
    return name.generation, await session.get_one(_R, (name.loan_id, name.repayment_id))


def add(
    session: AsyncSession, repayment_id: UUID, receipt: Receipt, subject: str
) -> RepaymentReceivedRow:
    """A new repayment of a held loan, its name claimed and its day known."""
    assert receipt.value_date is not None
    row = RepaymentReceivedRow(
        loan_id=receipt.loan_id,
        repayment_id=repayment_id,
        status=RepaymentStatus.RECEIVED.value,
        amount_minor=receipt.amount.amount_minor,
        currency=receipt.amount.currency,
        value_date=receipt.value_date,
        channel=receipt.channel,
        external_reference=receipt.external_reference,
        payer=receipt.payer.value,
        mode=None if receipt.mode is None else receipt.mode.value,
        quote_id=receipt.quote_id,
        recorded_by=subject,
        version=1,
    )
    session.add(row)
    return row


async def of_loan(session: AsyncSession, loan_id: UUID, repayment_id: UUID) -> RepaymentReceivedRow:
    """One repayment of a loan the caller may see; raises `NotFound`."""
    row = await session.get(_R, (loan_id, repayment_id))
    if row is None:
        raise NotFound
    return row


async def is_of_loan(session: AsyncSession, loan_id: UUID, repayment_id: UUID | None) -> bool:
    """Whether a loan the caller may see has that repayment."""
    return await session.get(_R, (loan_id, repayment_id)) is not None


async def on_the_loan(session: AsyncSession, loan_id: UUID) -> Sequence[RepaymentReceivedRow]:
    """The repayments whose money is on a held loan."""
    statuses = [each.value for each in ON_THE_LOAN]
    statement = select(_R).where(_R.loan_id == loan_id, _R.status.in_(statuses))
    return (await session.scalars(statement)).all()


async def waiting(session: AsyncSession, today: date, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Repayments that wait for the books to reach their value date, by loan and id."""
    statement = (
        select(_R.loan_id, _R.repayment_id)
        .where(_R.status == RepaymentStatus.RECEIVED.value, _R.value_date <= today)
        .order_by(_R.value_date)
        .limit(limit)
    )
    return [(loan_id, repayment_id) for loan_id, repayment_id in await session.execute(statement)]
