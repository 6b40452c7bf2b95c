"""Pay in sandbox: the borrower's bank sends us money, which nobody really has."""

from typing import Final
from uuid import UUID, uuid4

from services.kit.context import Ask
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import booking
from services.repayment.receipts.counting import Counted
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.records import BankPayment

CHANNEL: Final = "sandbox_bank"


async def pay_in_sandbox(wanted: BankPayment, ask: Ask[Counted]) -> Reply:
    """The repayment it becomes.

    Raises `NotFound`, `LoanTakesNoMoney`, `MoneyGivenBack` and `Invalid`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        loan_id = wanted.loan_id or await loans.numbered(
            session, str(wanted.contract_number), ask.caller
        )
        held = await loans.hold(session, loan_id, ask)
        receipt = Receipt(
            loan_id=loan_id,
            amount=wanted.amount,
            value_date=wanted.value_date,
            channel=CHANNEL,
            external_reference=uuid4().hex,
            payer=Payer.BORROWER,
            mode=wanted.mode,
        )
        found = await booking.claim(session, held, receipt)
        if isinstance(found, UUID):  # nobody else has it: it was drawn just now
            found = await booking.take(session, held, found, receipt, ask)
        return await ask.once.keep(session, found)
