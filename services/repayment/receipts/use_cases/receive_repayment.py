"""Receive a repayment: money came in for a loan, and pays what is due, the oldest first."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import booking
from services.repayment.receipts.counting import Counted
from services.repayment.receipts.domain.receipt import Receipt


async def receive_repayment(receipt: Receipt, ask: Ask[Counted]) -> Reply:
    """The repayment, posted as of its value date; what nothing due takes waits in suspense.

    The same receipt again is answered and changes nothing. Raises `NotFound`, `OwnWork` for
    whoever owes it, `ReceiptDiffers`, `ReceiptReversed`, `LoanTakesNoMoney`, `MoneyGivenBack` and
    `Invalid`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, receipt.loan_id, ask)
        found = await booking.claim(session, held, receipt)
        if isinstance(found, UUID):
            found = await booking.take(session, held, found, receipt, ask)
        return await ask.once.keep(session, found)
