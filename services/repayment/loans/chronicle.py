"""What every change of a loan leaves: its transaction, its audit and its events.

All of it is written in the transaction that holds the loan's lock.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller
from services.kit.context import Edit
from services.kit.identifiers import typeid_of
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans import messages
from services.repayment.loans.domain.owing import Owing
from services.repayment.loans.domain.statuses import LOAN_MOVES, LoanStatus
from services.repayment.loans.tables import LoanRow, LoanTransactionRow


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of a loan: from what, what happened, by which booked entry, and why.

    `target` is None where the status stays.
    """

    before: Members
    happened: str
    target: LoanStatus | None
    entry_id: UUID | None
    reason_code: str | None = None


async def opened(session: AsyncSession, row: LoanRow, caller: Caller) -> None:
    """Write that a contract has its loan account; its row is new."""
    change = Change(f"{messages.AGGREGATE_TYPE}.opened", caller, after=messages.loan_facts(row))
    await audit.append(session, row, change)


def record(
    session: AsyncSession,
    row: LoanRow,
    happened: Transaction,
    edit: Edit,
    *,
    booked_on: date,
    reason_code: str | None = None,
) -> int:
    """Add a transaction as the next one of the loan, booked on its entry's day; its sequence."""
    row.last_sequence += 1
    session.add(
        LoanTransactionRow(
            loan_id=row.loan_id,
            sequence=row.last_sequence,
            kind=happened.kind.value,
            value_date=happened.value_date,
            booked_on=booked_on,
            amount_minor=happened.amount_minor,
            currency=row.currency,
            reference=happened.reference,
            reverses=happened.reverses,
            component=happened.component.value if happened.kind is Kind.WAIVED else None,
            mode=happened.mode.value if happened.kind is Kind.PREPAID else None,
            payee=happened.payee.value if happened.kind is Kind.CHARGED else None,
            reason_code=reason_code,
            recorded_by=edit.caller.subject,
        )
    )
    return row.last_sequence


async def moved(session: AsyncSession, row: LoanRow, step: Moved, caller: Caller) -> None:
    """Write that a loan follows its money, and which entry books it.

    Raises `TransitionNotAllowed` when its table has no such move.
    """
    if step.target is not None:
        row.status = LOAN_MOVES.step(LoanStatus(row.status), step.target).value
    row.version += 1
    entry = None if step.entry_id is None else typeid_of("jrn", step.entry_id)
    after = {**messages.loan_facts(row), "entry_id": entry}
    action = f"{messages.AGGREGATE_TYPE}.{step.happened}"
    await audit.append(session, row, Change(action, caller, step.reason_code, step.before, after))


async def tell(
    session: AsyncSession, row: LoanRow, topic: str, *, payout: str, owing: Owing
) -> None:
    """Write the event `topic` about a loan, as it stands now by the money of `payout`."""
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=topic,
        data=messages.loan_event(row, payout=payout, owing=owing),
    )
