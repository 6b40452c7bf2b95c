"""What neighbours are told of refunds, read from our tables when it is sent."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.deliveries import Message
from services.kit.identifiers import uuid_of
from services.kit.money import Money
from services.repayment.loans import entry as loans
from services.repayment.receipts.domain.proposals import ProposalKind, ProposalStatus
from services.repayment.receipts.proposal_tables import ProposalRow

# A refund that was approved for another account: the only one somebody else pays.
PAYING: Final = f"{ProposalKind.REFUND}.{ProposalStatus.PAYING}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPaying:
    """A refund that is to be paid: of which contract's loan, how much, where, by whose hands."""

    refund_id: UUID
    contract_id: UUID
    amount: Money
    account_id: UUID
    proposed_by: str
    approved_by: str


async def refund_paying(session: AsyncSession, message: Message) -> RefundPaying:
    """What the event in `message` has to say."""
    loan_id = uuid_of("loan", str(message.body["loan"]))
    row = await session.get_one(ProposalRow, (loan_id, message.aggregate_id))
    assert row.payee_account_id is not None  # the CHECKs of its status
    assert row.decided_by is not None
    return RefundPaying(
        refund_id=row.proposal_id,
        contract_id=await loans.contract_of(session, loan_id),
        amount=Money(row.amount_minor, row.currency),
        account_id=row.payee_account_id,
        proposed_by=row.proposed_by,
        approved_by=row.decided_by,
    )
