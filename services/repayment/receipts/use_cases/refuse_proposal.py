"""Refuse a proposal: a second person says no, and why; nothing happens to the loan."""

from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import proposal_rows
from services.repayment.receipts.domain.proposals import (
    Named,
    ProposalStatus,
    RefusalReason,
    require_another,
)
from services.repayment.receipts.proposal_tables import ProposalRow


async def refuse_proposal(wanted: Named, reason: RefusalReason, ask: Ask[ProposalRow]) -> Reply:
    """The proposal, refused for good.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        await loans.hold_anothers(session, wanted.loan_id, ask)
        row = await proposal_rows.of_loan(session, wanted)
        require_another(ask.caller.subject, row.proposed_by)
        require_version(row.version, ask.if_match)
        row.decided_by, row.refusal_code = ask.caller.subject, reason.value
        await proposal_rows.moved(session, row, ProposalStatus.REFUSED, ask.caller)
        await session.flush()
        return await ask.once.keep(session, row)
