"""Propose a refund of what waits in suspense; to where it came from, one person is enough."""

from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import deciding, repository
from services.repayment.receipts.domain.proposals import Proposal
from services.repayment.receipts.proposal_tables import ProposalRow

_UNKNOWN = FieldError(
    "/repayment_id", "unknown_repayment", Title("is no repayment of this loan", "还款不存在")
)


async def propose_refund(proposal: Proposal, ask: Ask[ProposalRow]) -> Reply:
    """The refund: booked when it goes to its source, proposed when to another account.

    Raises `NotFound`, `OwnWork`, `LoanTakesNoMoney`, `NotWaiting` and `Invalid`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, proposal.loan_id, ask)
        if not await repository.is_of_loan(session, proposal.loan_id, proposal.repayment_id):
            raise Invalid(errors=[_UNKNOWN])
        row = await deciding.propose(session, held, proposal, ask)
        return await ask.once.keep(session, row)
