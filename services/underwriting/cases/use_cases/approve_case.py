"""Approve what is recommended: by somebody apart, and for the committee by two of them."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages, repository
from services.underwriting.cases.authority import HANDS_NEEDED
from services.underwriting.cases.checking.findings import sought_in
from services.underwriting.cases.checking.group import hold_group
from services.underwriting.cases.checking.lateness import require_punctual
from services.underwriting.cases.checking.securities import require_valued
from services.underwriting.cases.domain.errors import (
    AlreadyApproved,
    GroupLateSince,
    GroupLimitUsedUp,
    LimitUsedUp,
    ListedSince,
)
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.records import CaseRecord, approvers_of, record_of
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.tables import ApprovalRow, CaseRow, RecommendationRow
from services.underwriting.decisions import entry as decisions
from services.underwriting.decisions.entry import Authority, Decided, Grant, GroupFacts
from services.underwriting.domain.statuses import ListStatus
from services.underwriting.exposure import entry as exposure
from services.underwriting.watchlist import entry as watchlist


async def approve_case(case_id: UUID, keys: FieldKeys, ask: Ask[CaseRecord]) -> Reply:
    """The case, approved, or waiting for the next hand.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `NothingRecommended`, `AlreadyApproved`,
    `ListedSince`, `ValuationWanted`, `GroupLateSince`, `BorrowerLateSince`, `GroupLimitUsedUp` and
    `LimitUsedUp`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row, standing = await desk.take_recommended(session, case_id, ask.caller, ask.if_match)
        signed = await approvers_of(session, standing)
        if ask.caller.subject in signed:
            raise AlreadyApproved
        session.add(_approval(standing, ask.caller.subject))
        if len(signed) + 1 < HANDS_NEEDED[Authority(standing.authority)]:
            await chronicle.changed(session, row, Step(Happening.APPROVED), ask.caller)
        else:
            told = await repository.told(session, case_id, row.submission, keys)
            await _require_unlisted(session, told, keys, ask.clock.today())
            await require_valued(session, case_id, told, ask.clock.today())
            group = await hold_group(session, row, told, (ask.clock.today(), keys))
            if group.is_frozen:
                raise GroupLateSince
            await require_punctual(session, standing, row, ask.clock.today())
            await _grant(session, row, standing, group, ask)
        await session.flush()
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)


def _approval(standing: RecommendationRow, approver: str) -> ApprovalRow:
    return ApprovalRow(case_id=standing.case_id, number=standing.number, approver=approver)


async def _require_unlisted(
    session: AsyncSession, told: SubmissionTold, keys: FieldKeys, today: date
) -> None:
    """Look once more: the assessment may be days old, and no person may override a hit."""
    screening = await watchlist.screen(session, sought_in(told.party), today, keys)
    if screening.status is ListStatus.HIT:
        raise ListedSince


async def _grant(
    session: AsyncSession,
    row: CaseRow,
    standing: RecommendationRow,
    group: GroupFacts,
    ask: Ask[CaseRecord],
) -> None:
    before = messages.case_facts(row)
    grant = Grant(
        amount=Money(standing.amount_minor, standing.currency),
        figures=standing.terms,
        conditions=standing.conditions,
        authority=standing.authority,
        is_override=standing.override_reason is not None,
        decided_by=ask.caller.subject,
        decided_on=ask.clock.today(),
    )
    decided = await decisions.approve(session, (row.case_id, row.submission), grant)
    _require_room(group, grant, decided)
    await _reserve(session, row, grant.amount, decided)
    row.decision_id, row.sla_due_at = decided.decision_id, None
    target = CaseStatus.CONDITIONAL if standing.conditions else CaseStatus.APPROVED
    await chronicle.changed(session, row, Step(Happening.APPROVED, target), ask.caller, before)
    await chronicle.tell(
        session, row, messages.APPROVED, decision=typeid_of("dec", decided.decision_id)
    )


def _require_room(group: GroupFacts, grant: Grant, decided: Decided) -> None:
    """The group's cap is one the committee may set aside; nobody else, however fast."""
    if group.exposure_minor is None or grant.is_override:
        return
    if group.exposure_minor + grant.amount.amount_minor > decided.group_cap_minor:
        raise GroupLimitUsedUp


async def _reserve(session: AsyncSession, row: CaseRow, amount: Money, decided: Decided) -> None:
    promise = exposure.Promise(row.borrower_index, row.case_id, amount, row.product_type)
    taken = await exposure.reserve(session, promise, cap_minor=decided.cap_minor)
    if isinstance(taken, exposure.OverLimit):
        raise LimitUsedUp
