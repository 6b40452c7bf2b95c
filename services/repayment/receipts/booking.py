"""Booking a receipt on a held loan: once by its channel's name, on a day the books have reached."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import Invalid
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld, LoanStatus
from services.repayment.receipts import chronicle, following, repository
from services.repayment.receipts.counting import Counted, shown
from services.repayment.receipts.domain.errors import LoanTakesNoMoney, ReceiptDiffers
from services.repayment.receipts.domain.receipt import Receipt, faults_of, transaction_of
from services.repayment.receipts.tables import RepaymentReceivedRow

# A settled loan still takes what comes in: it waits to be given back.
TAKES_MONEY: Final = frozenset({LoanStatus.ACTIVE, LoanStatus.SETTLED})


async def told_before(session: AsyncSession, held: LoanHeld, receipt: Receipt) -> Counted | None:
    """The repayment of this name, if there is one; raises `ReceiptDiffers` for another one."""
    row = await repository.named(session, receipt)
    if row is None:
        return None
    if not receipt.is_told_again(repository.receipt_of(row)):
        raise ReceiptDiffers
    return shown(row, await loans.folded(session, held), held.place.opening)


async def take(session: AsyncSession, held: LoanHeld, receipt: Receipt, edit: Edit) -> Counted:
    """A new receipt, posted at once unless the books have not reached its value date.

    Raises `LoanTakesNoMoney`, `Invalid`, and `ReceiptDiffers` when its name was just given to
    another loan's.
    """
    if held.status not in TAKES_MONEY or held.disbursed_on is None:
        raise LoanTakesNoMoney
    today = edit.clock.today()
    if faults := [*faults_of(receipt, held.currency, held.disbursed_on, today)]:
        raise Invalid(errors=faults)
    row = await repository.add(session, receipt, receipt.value_date or today, edit.caller.subject)
    if row is None:
        raise ReceiptDiffers
    with session.no_autoflush:  # nothing that is read here is written here: once is enough
        await chronicle.begun(session, row, edit.caller)
        if row.value_date <= held.place.opening:
            return await post(session, held, row, edit)
    return shown(row, await loans.folded(session, held), held.place.opening)


async def post(
    session: AsyncSession, held: LoanHeld, row: RepaymentReceivedRow, edit: Edit
) -> Counted:
    """Put the money of a receipt on its loan; raises `DayNotOpen`."""
    happened = transaction_of(row.repayment_id, repository.receipt_of(row), row.value_date)
    added = await loans.add(session, held, happened, edit)
    await following.stand(session, row, added, edit.caller)
    await following.follow(session, held, added, edit.caller)
    await session.flush()
    return shown(row, added.loan, added.opening)
