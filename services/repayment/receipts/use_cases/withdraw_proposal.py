"""Withdraw a proposal: who proposed it takes it back before anybody has decided."""

from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import proposal_rows
from services.repayment.receipts.domain.proposals import Named, ProposalStatus, require_proposer
from services.repayment.receipts.proposal_tables import ProposalRow


async def withdraw_proposal(wanted: Named, ask: Ask[ProposalRow]) -> Reply:
    """The proposal, withdrawn for good.

    Raises `NotFound`, `NotTheProposer`, `PreconditionFailed` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        await loans.hold(session, wanted.loan_id, ask)
        row = await proposal_rows.of_loan(session, wanted)
        require_proposer(ask.caller.subject, row.proposed_by)
        require_version(row.version, ask.if_match)
        await proposal_rows.moved(session, row, ProposalStatus.WITHDRAWN, ask.caller)
        await session.flush()
        return await ask.once.keep(session, row)
