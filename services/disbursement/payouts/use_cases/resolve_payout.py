"""Resolve a payout nobody can ask about any more: one person proposes, another confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts import applying, chronicle, messages, repository
from services.disbursement.payouts.applying import Hearing
from services.disbursement.payouts.domain.resolving import (
    Finding,
    Proposal,
    ResolutionOutcome,
    confirms,
    counts,
    require_open_to_persons,
    require_possible,
)
from services.disbursement.payouts.own_work import require_not_own
from services.disbursement.payouts.records import PayoutRecord, record_of
from services.disbursement.payouts.tables import PayoutResolutionRow, PayoutRow
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.kit.reply import Reply


@dataclass(frozen=True, slots=True)
class Resolving:
    """What somebody found out, why they are sure, and the service's keys."""

    finding: Finding
    reason: str
    keys: FieldKeys


async def resolve_payout(payout_id: UUID, resolving: Resolving, ask: Ask[PayoutRecord]) -> Reply:
    """The payout, with a proposal, or ended because two persons agree.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork`, `NotForAPerson`, and `Invalid` for a day on
    which it cannot have moved.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        contract, row = await repository.lock(session, payout_id, ask.caller)
        require_version(row.version, ask.if_match)
        await require_not_own(session, contract, ask.caller)
        require_open_to_persons(PayoutStatus(row.status), is_for_a_person=row.is_for_a_person)
        require_possible(resolving.finding, row.value_date, ask.clock.today())
        made = await repository.resolutions_of(session, row)
        last = await _standing(session, row, made)
        if confirms(_proposal(last), resolving.finding, ask.caller.subject):
            assert last is not None  # it is what was confirmed
            await _conclude(session, row, last, resolving, ask)
        else:
            session.add(_resolution(row, len(made) + 1, resolving, ask.caller.subject))
            before = messages.payout_facts(row)
            await chronicle.noted(
                session,
                row,
                "resolution_proposed",
                ask.caller,
                before=before,
                reason=resolving.reason,
            )
        return await ask.once.keep(session, await record_of(session, row))


async def _standing(
    session: AsyncSession, row: PayoutRow, made: Sequence[PayoutResolutionRow]
) -> PayoutResolutionRow | None:
    """The proposal that waits for another person, if the last one still counts."""
    left_at = await repository.left_to_a_person_at(session, row)
    return made[-1] if made and counts(made[-1].proposed_at, left_at) else None


async def _conclude(
    session: AsyncSession,
    row: PayoutRow,
    proposal: PayoutResolutionRow,
    resolving: Resolving,
    ask: Ask[PayoutRecord],
) -> None:
    proposal.confirmed_by = ask.caller.subject
    proposal.confirmed_at = func.clock_timestamp()
    hearing = Hearing(ask.caller, ask.clock.today(), resolving.keys)
    if resolving.finding.settled_on is not None:
        await applying.settle(session, row, resolving.finding.settled_on, hearing)
    else:
        await applying.fail(session, row, None, hearing)
    await session.flush()
    await session.refresh(proposal)


def _proposal(row: PayoutResolutionRow | None) -> Proposal | None:
    if row is None:
        return None
    return Proposal(Finding(ResolutionOutcome(row.outcome), row.settled_on), row.proposed_by)


def _resolution(
    row: PayoutRow, number: int, resolving: Resolving, subject: str
) -> PayoutResolutionRow:
    return PayoutResolutionRow(
        application_id=row.application_id,
        payout_id=row.payout_id,
        number=number,
        resolution_id=new_id(),
        outcome=resolving.finding.outcome.value,
        settled_on=resolving.finding.settled_on,
        reason=resolving.reason,
        proposed_by=subject,
    )
