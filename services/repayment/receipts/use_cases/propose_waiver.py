"""Propose a waiver: that something which is due be forgiven."""

from services.kit.context import Ask
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import deciding
from services.repayment.receipts.domain.proposals import Proposal
from services.repayment.receipts.proposal_tables import ProposalRow


async def propose_waiver(proposal: Proposal, ask: Ask[ProposalRow]) -> Reply:
    """The proposal; nothing is forgiven before somebody else approves it.

    Raises `NotFound`, `OwnWork`, `LoanTakesNoMoney`, `MoreThanDue` and `Invalid`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, proposal.loan_id, ask)
        row = await deciding.propose(session, held, proposal, ask)
        return await ask.once.keep(session, row)
