"""Prepay a loan: money that pays what is due, the interest of the days used, then principal."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld
from services.repayment.receipts import booking, quote_rows
from services.repayment.receipts.counting import Counted
from services.repayment.receipts.domain.receipt import Receipt

_UNKNOWN = FieldError("/quote_id", "unknown_quote", Title("is no quote of this loan", "报价不存在"))


async def prepay_loan(receipt: Receipt, ask: Ask[Counted]) -> Reply:
    """The prepayment; one that names a quote pays exactly that, and the loan ends at nothing.

    The same receipt again is answered and changes nothing. Raises what `receive_repayment` does,
    and `QuoteOutdated`, `QuoteExpired` and `Invalid` for a quote that cannot be paid so.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, receipt.loan_id, ask)
        found = await booking.claim(session, held, receipt)
        if isinstance(found, UUID):
            await _require_as_quoted(session, held, receipt, ask)
            found = await booking.take(session, held, found, receipt, ask)
        return await ask.once.keep(session, found)


async def _require_as_quoted(
    session: AsyncSession, held: LoanHeld, receipt: Receipt, ask: Ask[Counted]
) -> None:
    if receipt.quote_id is None:
        return
    row = await quote_rows.find(session, receipt.loan_id, receipt.quote_id)
    if row is None:
        raise Invalid(errors=[_UNKNOWN])
    quote = await quote_rows.quote_of(session, row)
    value_date = receipt.value_date or ask.clock.today()
    quote.require_payable(held.last_sequence, value_date, receipt.amount)
