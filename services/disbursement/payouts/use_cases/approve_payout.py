"""Approve a payout: a finance maker, then another person as finance checker."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.domain.statuses import PAYOUT_MOVES, PayoutStatus
from services.disbursement.payees import entry as payees
from services.disbursement.payouts import chronicle, messages, readiness, repository
from services.disbursement.payouts.applying import amount_of
from services.disbursement.payouts.domain.approving import (
    Hand,
    next_hand,
    require_may_approve,
)
from services.disbursement.payouts.domain.errors import NoUsableAccount
from services.disbursement.payouts.own_work import require_not_own
from services.disbursement.payouts.records import PayoutRecord, record_of
from services.disbursement.payouts.tables import PayoutApprovalRow, PayoutRow
from services.disbursement.payouts.waking import PAY
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply
from services.kit.wakes import wake


async def approve_payout(payout_id: UUID, above_minor: int, ask: Ask[PayoutRecord]) -> Reply:
    """The payout, approved, or waiting for the next hand.

    The first approval freezes the account; the second one is for that very account. Raises
    `NotFound`, `PreconditionFailed`, `TransitionNotAllowed`, `ApprovalNotNeeded`, `OwnWork`,
    `MakerFirst` and `NoUsableAccount`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        contract, row = await repository.lock(session, payout_id, ask.caller)
        require_version(row.version, ask.if_match)
        await require_not_own(session, contract, ask.caller)
        PAYOUT_MOVES.step(PayoutStatus(row.status), PayoutStatus.APPROVED)
        before = messages.payout_facts(row)
        given = await _given_for_this_account(session, row, ask)
        hand = next_hand(amount_of(row), above_minor, [Hand(each.hand) for each in given])
        require_may_approve(
            ask.caller,
            hand,
            owner=contract.owner,
            decided_by=contract.decided_by,
            signed=[each.subject for each in given],
        )
        session.add(_approval(row, hand, ask.caller.subject))
        if hand is Hand.CHECKER:
            await chronicle.moved(session, row, PayoutStatus.APPROVED, ask.caller, before=before)
            await wake(session, PAY, row.payout_id.bytes)
        else:
            await chronicle.noted(session, row, "made", ask.caller, before=before)
        return await ask.once.keep(session, await record_of(session, row))


async def _given_for_this_account(
    session: AsyncSession, row: PayoutRow, ask: Ask[PayoutRecord]
) -> Sequence[PayoutApprovalRow]:
    """The approvals that count: for another account than today's a new round begins."""
    account = await payees.usable(session, row.contract_id, ask.clock.today())
    if account is None:
        raise NoUsableAccount
    given = await repository.approvals_of(session, row)
    digest = await readiness.freeze(session, row, account)
    if all(each.account_digest == digest for each in given):
        return given
    row.approval_round += 1
    return ()


def _approval(row: PayoutRow, hand: Hand, subject: str) -> PayoutApprovalRow:
    assert row.account_digest is not None  # it was frozen just now
    return PayoutApprovalRow(
        application_id=row.application_id,
        payout_id=row.payout_id,
        round=row.approval_round,
        hand=hand.value,
        subject=subject,
        account_digest=row.account_digest,
    )
