"""Proposals as rows keep them, below a held loan, with their history, audit and events."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.repayment.receipts.domain.proposals import (
    GIVEN_BACK,
    PROPOSAL_MOVES,
    Named,
    Proposal,
    ProposalKind,
    ProposalStatus,
    WaiverReason,
)
from services.repayment.receipts.domain.receipt import reference_of
from services.repayment.receipts.proposal_tables import ProposalHappeningRow, ProposalRow


def proposal_of(row: ProposalRow) -> Proposal:
    """The proposal a row keeps."""
    return Proposal(
        loan_id=row.loan_id,
        kind=ProposalKind(row.kind),
        amount=Money(row.amount_minor, row.currency),
        repayment_id=row.repayment_id,
        payee_account_id=row.payee_account_id,
        component=None if row.component is None else Component(row.component),
        reason=None if row.reason_code is None else WaiverReason(row.reason_code),
    )


async def add(session: AsyncSession, proposal: Proposal, caller: Caller) -> ProposalRow:
    """Write that something is proposed for a held loan."""
    row = ProposalRow(
        loan_id=proposal.loan_id,
        proposal_id=new_id(),
        kind=proposal.kind.value,
        status=ProposalStatus.PROPOSED.value,
        amount_minor=proposal.amount.amount_minor,
        currency=proposal.amount.currency,
        repayment_id=proposal.repayment_id,
        payee_account_id=proposal.payee_account_id,
        component=None if proposal.component is None else proposal.component.value,
        reason_code=None if proposal.reason is None else proposal.reason.value,
        proposed_by=caller.subject,
        decided_by=None,
        refusal_code=None,
        payout_id=None,
        paid_on=None,
        return_code=None,
    )
    session.add(row)
    await session.flush()
    _note(session, row, None, caller)
    change = Change(f"proposal.{row.status}", caller, row.reason_code, after=_facts(row))
    await audit.append(session, row, change)
    await _tell(session, row)
    return row


async def moved(
    session: AsyncSession, row: ProposalRow, target: ProposalStatus, caller: Caller
) -> None:
    """Write that a proposal of a held loan moves on; raises `TransitionNotAllowed`."""
    was, before = row.status, _facts(row)
    row.status = PROPOSAL_MOVES.step(ProposalStatus(was), target).value
    row.version += 1
    _note(session, row, was, caller)
    reason = row.return_code or row.refusal_code or row.reason_code
    change = Change(f"proposal.{target}", caller, reason, before, _facts(row))
    await audit.append(session, row, change)
    await _tell(session, row)


async def refund_any(session: AsyncSession, refund_id: UUID) -> ProposalRow:
    """A refund by its id alone, not locked, for our own machinery; raises `NotFound`."""
    row = await session.scalar(
        select(ProposalRow).where(
            ProposalRow.proposal_id == refund_id, ProposalRow.kind == ProposalKind.REFUND.value
        )
    )
    if row is None:
        raise NotFound
    return row


async def of_loan(session: AsyncSession, wanted: Named) -> ProposalRow:
    """A proposal of a loan the caller may see; raises `NotFound`."""
    row = await session.get(ProposalRow, (wanted.loan_id, wanted.proposal_id))
    if row is None or row.kind != wanted.kind.value:
        raise NotFound
    return row


async def refunded_minor(session: AsyncSession, loan_id: UUID, repayment_id: UUID) -> int:
    """How much of a receipt was given back."""
    row = ProposalRow
    total = await session.scalar(
        select(func.sum(row.amount_minor)).where(
            row.loan_id == loan_id,
            row.repayment_id == repayment_id,
            row.status.in_([each.value for each in GIVEN_BACK]),
        )
    )
    return int(total or 0)


async def named_by_others(session: AsyncSession, refund: ProposalRow) -> Mapping[str, int]:
    """What refunds of a held loan gave back, by the receipt they name; `refund` does not count."""
    row = ProposalRow
    statement = select(row.repayment_id, row.amount_minor).where(
        row.loan_id == refund.loan_id,
        row.proposal_id != refund.proposal_id,
        row.status.in_([each.value for each in GIVEN_BACK]),
    )
    named = Counter[str]()
    for repayment_id, amount_minor in await session.execute(statement):
        if repayment_id is not None:  # a waiver names no receipt
            named[reference_of(repayment_id)] += amount_minor
    return named


def _note(session: AsyncSession, row: ProposalRow, was: str | None, caller: Caller) -> None:
    row.history_length = (row.history_length or 0) + 1
    session.add(
        ProposalHappeningRow(
            loan_id=row.loan_id,
            proposal_id=row.proposal_id,
            number=row.history_length,
            from_status=was,
            to_status=row.status,
            subject=caller.subject,
        )
    )


async def _tell(session: AsyncSession, row: ProposalRow) -> None:
    """An event of the proposal's own story: `refund.proposed`, `waiver.booked` and so on."""
    await outbox.add(
        session,
        row,
        aggregate_type=row.kind,
        topic=f"{row.kind}.{row.status}",
        data={
            "id": typeid_of(row.kind, row.proposal_id),
            "loan": typeid_of("loan", row.loan_id),
            "status": row.status,
            "version": row.version,
        },
    )


def _facts(row: ProposalRow) -> Members:
    return {
        "status": row.status,
        "kind": row.kind,
        "loan_id": str(row.loan_id),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "repayment_id": None if row.repayment_id is None else str(row.repayment_id),
        "component": row.component,
        "payout_id": None if row.payout_id is None else str(row.payout_id),
        "paid_on": None if row.paid_on is None else row.paid_on.isoformat(),
    }
