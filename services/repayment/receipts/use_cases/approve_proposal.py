"""Approve a proposal: a second person lets it happen to its loan."""

from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply
from services.repayment.loans import entry as loans
from services.repayment.receipts import deciding, proposal_rows
from services.repayment.receipts.domain.proposals import Named, require_another
from services.repayment.receipts.proposal_tables import ProposalRow


async def approve_proposal(wanted: Named, ask: Ask[ProposalRow]) -> Reply:
    """The proposal, booked as of the day the books stand at.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `TransitionNotAllowed`, and `NotWaiting`,
    `MoreThanDue` or `LoanTakesNoMoney` when the loan has changed since.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await loans.hold_anothers(session, wanted.loan_id, ask)
        row = await proposal_rows.of_loan(session, wanted)
        require_another(ask.caller.subject, row.proposed_by)
        require_version(row.version, ask.if_match)
        row.decided_by = ask.caller.subject
        await deciding.book(session, held, row, ask)
        return await ask.once.keep(session, row)
