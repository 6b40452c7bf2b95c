"""Booking a receipt on a held loan: once by its channel's name, on a day the books have reached."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import Invalid
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld, LoanStatus
from services.repayment.receipts import chronicle, following, repository
from services.repayment.receipts.counting import Counted, shown
from services.repayment.receipts.domain.errors import (
    LoanTakesNoMoney,
    ReceiptDiffers,
    ReceiptReversed,
)
from services.repayment.receipts.domain.receipt import Receipt, faults_of, transaction_of
from services.repayment.receipts.domain.refunding import require_there
from services.repayment.receipts.domain.statuses import BOOKED_WRONGLY, RepaymentStatus
from services.repayment.receipts.tables import RepaymentReceivedRow

# A settled loan still takes what comes in: it waits to be given back.
TAKES_MONEY: Final = frozenset({LoanStatus.ACTIVE, LoanStatus.SETTLED})


async def claim(session: AsyncSession, held: LoanHeld, receipt: Receipt) -> UUID | Counted:
    """The id of the new repayment that has the receipt's name now, or the one that had it before.

    One that was taken back because it was booked wrongly leaves its name to whoever tells it
    otherwise. Raises `ReceiptReversed` when it is told as it was taken back, and `ReceiptDiffers`
    when the one that has the name says anything else, for another loan too.
    """
    repayment_id = await repository.claim(session, receipt)
    if repayment_id is not None:
        return repayment_id
    generation, row = await repository.named(session, receipt)
    is_told_again = receipt.is_told_again(repository.receipt_of(row))
    is_reversed = row.status == RepaymentStatus.REVERSED.value
    if is_told_again and is_reversed:
        raise ReceiptReversed
    if not is_told_again:
        if not (is_reversed and row.reason_code in BOOKED_WRONGLY):
            raise ReceiptDiffers
        claimed = await repository.claim(session, receipt, generation + 1)
        # Somebody else was first: theirs has the name now.
        return claimed or await claim(session, held, receipt)
    return shown(row, await loans.folded(session, held), held.place.opening)


async def take(
    session: AsyncSession, held: LoanHeld, repayment_id: UUID, receipt: Receipt, edit: Edit
) -> Counted:
    """A new receipt, posted at once unless the books have not reached its value date.

    Raises `LoanTakesNoMoney`, `Invalid` and `MoneyGivenBack`.
    """
    if held.status not in TAKES_MONEY or held.disbursed_on is None:
        raise LoanTakesNoMoney
    today = edit.clock.today()
    if faults := [*faults_of(receipt, held.currency, held.disbursed_on, today)]:
        raise Invalid(errors=faults)
    dated = replace(receipt, value_date=receipt.value_date or today)
    row = repository.add(session, repayment_id, dated, edit.caller.subject)
    with session.no_autoflush:  # nothing that is read here is written here: once is enough
        await chronicle.begun(session, row, edit.caller)
        if row.value_date <= held.place.opening:
            return await post(session, held, row, edit)
    await session.flush()
    return shown(row, await loans.folded(session, held), held.place.opening)


async def post(
    session: AsyncSession, held: LoanHeld, row: RepaymentReceivedRow, edit: Edit
) -> Counted:
    """Put the money of a receipt on its loan; raises `DayNotOpen` and `MoneyGivenBack`."""
    happened = transaction_of(row.repayment_id, repository.receipt_of(row), row.value_date)
    if happened.value_date < held.place.opening:  # what comes today has no refund after it
        with_it = await loans.folded(session, held, [happened])
        require_there(await loans.folded(session, held), with_it)
    added = await loans.add(session, held, happened, edit)
    await following.stand(session, row, added, edit.caller)
    await following.follow(session, held, added, edit.caller)
    await session.flush()
    return shown(row, added.loan, added.opening)
