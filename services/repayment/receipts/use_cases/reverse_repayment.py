"""Take a repayment back: its money turned out not to have come."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.errors import OwnWork
from services.kit.etags import require_version
from services.kit.reply import Reply
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import Added, LoanHeld
from services.repayment.receipts import chronicle, following, proposal_rows, repository
from services.repayment.receipts.counting import Counted, shown
from services.repayment.receipts.domain.errors import PartlyRefunded
from services.repayment.receipts.domain.receipt import reference_of
from services.repayment.receipts.domain.statuses import Reason, RepaymentStatus
from services.repayment.receipts.tables import RepaymentReceivedRow


@dataclass(frozen=True, slots=True)
class Reversal:
    """Which repayment is taken back, and why."""

    loan_id: UUID
    repayment_id: UUID
    reason: Reason


async def reverse_repayment(wanted: Reversal, ask: Ask[Counted]) -> Reply:
    """The repayment, reversed; its loan stands as if the money had never come.

    A loan it settled is active again; one that waits for its day, or for the money of its loan,
    is on no loan yet and leaves none. Raises `NotFound`, `OwnWork` for whoever booked or owes it,
    `PreconditionFailed`, `PartlyRefunded`, and `TransitionNotAllowed` when it was reversed before.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, wanted.loan_id, ask)
        row = await repository.of_loan(session, wanted.loan_id, wanted.repayment_id)
        if row.recorded_by == ask.caller.subject:
            raise OwnWork
        require_version(row.version, ask.if_match)
        if await proposal_rows.refunded_minor(session, wanted.loan_id, wanted.repayment_id):
            raise PartlyRefunded
        was_waiting = row.status == RepaymentStatus.RECEIVED.value
        row.reason_code = wanted.reason.value
        await chronicle.moved(
            session, row, RepaymentStatus.REVERSED, ask.caller, wanted.reason.value
        )
        if was_waiting:  # it never came to the loan
            loan, opening = await loans.folded(session, held), held.place.opening
        else:
            added = await _take_off(session, held, row, wanted.reason, ask)
            loan, opening = added.loan, added.opening
        await session.flush()
        return await ask.once.keep(session, shown(row, loan, opening))


async def _take_off(
    session: AsyncSession,
    held: LoanHeld,
    row: RepaymentReceivedRow,
    reason: Reason,
    ask: Ask[Counted],
) -> Added:
    reference = reference_of(row.repayment_id)
    happened = Transaction(
        kind=Kind.REVERSED,
        value_date=held.place.opening,
        reference=f"reversed:{reference}",
        amount_minor=row.amount_minor,
        reverses=reference,
    )
    added = await loans.add(session, held, happened, ask, reason.value)
    await following.follow(session, held, added, ask.caller)
    return added
