"""Charge a fee the contract discloses for the case that something happens."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.reply import Reply
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld
from services.repayment.receipts.booking import TAKES_MONEY
from services.repayment.receipts.counting import Charged
from services.repayment.receipts.domain.errors import (
    FeeTakenBack,
    LoanTakesNoMoney,
    NothingOwed,
)
from services.repayment.receipts.domain.fees import Charge, require_unused


async def charge_fee(charge: Charge, ask: Ask[Charged]) -> Reply:
    """The fee, due on the day the books stand at; of the same reference it is charged once.

    Raises `NotFound`, `OwnWork`, `LoanTakesNoMoney`, `FeeNotDisclosed`, `FeeDiffers`,
    `FeeTakenBack`, `Invalid`, `NothingOwed` and `MoneyAlreadyUsed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, charge.loan_id, ask)
        known = await loans.referred(session, held, charge.named)
        if known is not None:
            charge.require_same(known.happened)
            if not known.stands:
                raise FeeTakenBack
            return await ask.once.keep(session, Charged(charge, known.happened.value_date))
        if held.status not in TAKES_MONEY:
            raise LoanTakesNoMoney
        payee = charge.disclosed_to(held.contingent_fees, held.currency)
        happened = Transaction(
            kind=Kind.CHARGED,
            value_date=held.place.opening,
            reference=charge.named,
            amount_minor=charge.amount.amount_minor,
            payee=payee,
        )
        await _require_place(session, held, happened)
        await loans.add(session, held, happened, ask, charge.code)
        return await ask.once.keep(session, Charged(charge, happened.value_date))


async def _require_place(session: AsyncSession, held: LoanHeld, happened: Transaction) -> None:
    """Nothing but a reversal makes a loan run again that ended, or undoes what was paid."""
    before, opening = await loans.folded(session, held), held.place.opening
    if loans.owing_on(before, opening).in_all_minor == 0:
        raise NothingOwed
    require_unused(before, await loans.folded(session, held, [happened]), opening)
