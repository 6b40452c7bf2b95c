"""What money that arrived leaves below a locked loan: its transaction, schedule and entry."""

from collections.abc import Iterator

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import FeeTiming, LoanTerms
from services.repayment.ledger import entry as ledger
from services.repayment.ledger.entry import Booked, LoanPosting, Occasion
from services.repayment.loans import chronicle, messages, repository
from services.repayment.loans.chronicle import Moved
from services.repayment.loans.domain.reproduction import Bound
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.domain.terms import dues_of
from services.repayment.loans.records import Funding
from services.repayment.loans.tables import LoanRow


def event_of(payout: str) -> str:
    """Under which name the books know that this payout arrived."""
    return f"disbursed:{payout}"


async def fund(
    session: AsyncSession, row: LoanRow, funding: Funding, bound: Bound, edit: Edit
) -> None:
    """Let a locked loan begin with this payout; raises `TransitionNotAllowed`."""
    payout, before = typeid_of("pay", funding.payout_id), messages.loan_facts(row)
    happened = Transaction(
        kind=Kind.DISBURSED,
        value_date=bound.loan.disbursed_on,
        reference=payout,
        amount_minor=bound.loan.principal_minor,
    )
    sequence = await chronicle.record(session, row, happened, edit)
    repository.add_instalments(session, row, bound.schedule.rows)
    posting = LoanPosting(
        loan_id=row.loan_id,
        product_code=row.product_code,
        event=event_of(payout),
        kind="disbursement",
        booked_on=edit.clock.today(),
        value_date=happened.value_date,
        amounts=tuple(_amounts(bound.loan)),
    )
    step = Moved(before, LoanStatus.ACTIVE, await ledger.post(session, posting))
    _project(row, bound)
    row.payout_id, row.funding_sequence = funding.payout_id, sequence
    await chronicle.moved(session, row, step, edit.caller)
    await chronicle.tell(session, row, messages.ACTIVE, payout=payout, funding=sequence)


def _project(row: LoanRow, bound: Bound) -> None:
    rows = bound.schedule.rows
    due = next(dues_of(bound.loan, rows))
    row.disbursed_on, row.matures_on = bound.loan.disbursed_on, rows[-1].due_on
    row.next_due_on, row.next_due_minor = due.due_on, due.total_minor


def _amounts(loan: LoanTerms) -> Iterator[Booked]:
    """The principal, and each fee that is due on the first day."""
    yield Booked(Occasion.PRINCIPAL_LENT, Money(loan.principal_minor, loan.currency))
    for fee in loan.fees:
        if fee.timing is FeeTiming.DISBURSEMENT:
            yield Booked(Occasion.FEE_CHARGED, Money(fee.amount_minor, loan.currency), fee.code)
