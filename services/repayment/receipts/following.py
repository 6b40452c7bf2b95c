"""What follows for a loan's receipts when something happened to it, or days went by."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.caller import Caller
from services.repayment.loans.entry import Added, LoanHeld, LoanStatus
from services.repayment.receipts import chronicle, repository
from services.repayment.receipts.counting import counted
from services.repayment.receipts.domain.use import status_by
from services.repayment.receipts.tables import RepaymentReceivedRow


async def stand(
    session: AsyncSession, row: RepaymentReceivedRow, added: Added, caller: Caller
) -> None:
    """Let one receipt on a held loan stand where its money is now."""
    use = counted(row, added.loan, added.opening).use
    target = status_by(use, owes_nothing=added.status is LoanStatus.SETTLED)
    if target.value != row.status:
        await chronicle.moved(session, row, target, caller)


async def follow(session: AsyncSession, held: LoanHeld, added: Added, caller: Caller) -> None:
    """Let every receipt on a held loan stand where its money is now.

    None lies idle, nor did, unless the loan owes nothing now or owed nothing before.
    """
    if LoanStatus.SETTLED not in {held.status, added.status}:
        return
    for row in await repository.on_the_loan(session, held.loan_id):
        await stand(session, row, added, caller)
