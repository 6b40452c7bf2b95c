"""Proposing something for a held loan, and booking it once it may be."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import FieldError, Invalid, Title
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld
from services.repayment.receipts import chronicle, following, proposal_rows, repository
from services.repayment.receipts.booking import TAKES_MONEY
from services.repayment.receipts.counting import shown
from services.repayment.receipts.domain.errors import LoanTakesNoMoney
from services.repayment.receipts.domain.proposals import Proposal
from services.repayment.receipts.domain.receipt import reference_of
from services.repayment.receipts.domain.refunding import Refunding
from services.repayment.receipts.domain.statuses import RepaymentStatus
from services.repayment.receipts.proposal_tables import ProposalRow

_CURRENCY = FieldError(
    "/amount/currency",
    "other_currency",
    Title("must be the currency of the loan", "币种须与贷款一致"),
)


async def propose(
    session: AsyncSession, held: LoanHeld, proposal: Proposal, edit: Edit
) -> ProposalRow:
    """Write a proposal that would have all its effect today; book it when one person is enough.

    Raises `LoanTakesNoMoney`, `Invalid`, `NotWaiting` and `MoreThanDue`.
    """
    _require_running(held)
    if proposal.amount.currency != held.currency:
        raise Invalid(errors=[_CURRENCY])
    row = await proposal_rows.add(session, proposal, edit.caller)
    if proposal.takes_two:
        await _require_fit(session, held, row)
    else:
        await book(session, held, row, edit)
    return row


async def book(session: AsyncSession, held: LoanHeld, row: ProposalRow, edit: Edit) -> None:
    """Let a proposal happen to its loan.

    Raises `TransitionNotAllowed`, `LoanTakesNoMoney` when its own money came back since,
    `NotWaiting` and `MoreThanDue`.
    """
    _require_running(held)
    proposal = proposal_rows.proposal_of(row)
    await proposal_rows.moved(session, row, proposal.booked_as, edit.caller)
    await _require_fit(session, held, row)
    happened = proposal.happens(row.proposal_id, held.place.opening)
    added = await loans.add(session, held, happened, edit, row.reason_code)
    await _close_receipt(session, row, edit)
    await following.follow(session, held, added, edit.caller)
    await session.flush()


def _require_running(held: LoanHeld) -> None:
    if held.status not in TAKES_MONEY:
        raise LoanTakesNoMoney


async def _require_fit(session: AsyncSession, held: LoanHeld, row: ProposalRow) -> None:
    proposal, opening = proposal_rows.proposal_of(row), held.place.opening
    before = await loans.folded(session, held)
    if row.repayment_id is None:
        proposal.require_due(before, opening)
        return
    after = await loans.folded(session, held, [proposal.happens(row.proposal_id, opening)])
    receipt = await repository.of_loan(session, row.loan_id, row.repayment_id)
    use = shown(receipt, before, opening).use
    refunding = Refunding(
        reference=reference_of(row.repayment_id),
        amount_minor=row.amount_minor,
        idle_minor=use.amount_minor - use.applied_minor,
        named=await proposal_rows.named_by_others(session, row),
    )
    refunding.require_fit(before, after, opening)


async def _close_receipt(session: AsyncSession, row: ProposalRow, edit: Edit) -> None:
    """A receipt of which all was given back has come to its end."""
    if row.repayment_id is None:
        return
    receipt = await repository.of_loan(session, row.loan_id, row.repayment_id)
    given_back = await proposal_rows.refunded_minor(session, row.loan_id, row.repayment_id)
    if given_back == receipt.amount_minor:
        await chronicle.moved(session, receipt, RepaymentStatus.REFUNDED, edit.caller)
