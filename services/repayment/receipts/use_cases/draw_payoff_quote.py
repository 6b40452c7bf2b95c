"""Draw a payoff quote: what settles a loan on a day, and on the days after it."""

from datetime import date
from uuid import UUID

from services.kit.context import Ask
from services.kit.identifiers import new_id
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanStatus
from services.repayment.receipts import quote_rows
from services.repayment.receipts.booking import TAKES_MONEY
from services.repayment.receipts.counting import Drawn
from services.repayment.receipts.domain.errors import LoanTakesNoMoney, NothingOwed
from services.repayment.receipts.domain.quoting import Quote, quoted_days, require_quotable


async def draw_payoff_quote(loan_id: UUID, on: date | None, ask: Ask[Drawn]) -> Reply:
    """The quote from `on` (today when none is said), good until something happens to the loan.

    Raises `NotFound`, `LoanTakesNoMoney`, `NothingOwed` and `Invalid`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held, today = await loans.hold(session, loan_id, ask), ask.clock.today()
        if held.status not in TAKES_MONEY:
            raise LoanTakesNoMoney
        if held.status is LoanStatus.SETTLED:
            raise NothingOwed
        first = on or today
        require_quotable(first, today)
        loan = await loans.folded(session, held)
        quote = Quote(
            loan_id=loan_id,
            quote_id=new_id(),
            currency=held.currency,
            loan_sequence=held.last_sequence,
            days=tuple(quoted_days(loan, first)),
        )
        row = await quote_rows.add(session, quote, ask.caller.subject)
        return await ask.once.keep(session, Drawn(row, quote, is_payable=True))
