"""What money that arrived leaves below a locked loan: its transaction, schedule and entry."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.identifiers import typeid_of
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans import chronicle, messages, moving, repository
from services.repayment.loans.chronicle import Moved
from services.repayment.loans.domain.owing import owing_on
from services.repayment.loans.domain.reproduction import Bound
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.records import Funding
from services.repayment.loans.tables import LoanRow
from services.repayment.positions.entry import Place


async def fund(
    session: AsyncSession, row: LoanRow, place: Place, funding: Funding, bound: Bound, edit: Edit
) -> None:
    """Let a locked loan begin with this payout; raises `TransitionNotAllowed`, `DayNotOpen`."""
    payout, before = typeid_of("pay", funding.payout_id), messages.loan_facts(row)
    happened = Transaction(
        kind=Kind.DISBURSED,
        value_date=bound.loan.disbursed_on,
        reference=payout,
        amount_minor=bound.loan.principal_minor,
    )
    added = await moving.add(session, row, place, happened, edit)
    await session.flush()  # the instalments lie below the transaction
    repository.add_instalments(session, row, bound.schedule.rows)
    row.disbursed_on = bound.loan.disbursed_on
    row.payout_id, row.funding_sequence = funding.payout_id, added.sequence
    target = LoanStatus.ACTIVE
    step = Moved(before, target.value, target, added.standing.entry_id)
    await chronicle.moved(session, row, step, edit.caller)
    owing = owing_on(added.standing.loan, place.opening)
    await chronicle.tell(session, row, messages.ACTIVE, payout=payout, owing=owing)
