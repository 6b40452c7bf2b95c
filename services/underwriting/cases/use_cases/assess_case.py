"""Assess a case: check it, decide it by the rules in force, and tell what came out.

It may be run again at any point: what was found is written down as it is found, and the decision
is made once per submission, in the transaction that writes it.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.failpoints import reached
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.underwriting.bureau.entry import Asking, Bureau
from services.underwriting.cases import chronicle, messages, repository
from services.underwriting.cases.checking import findings
from services.underwriting.cases.checking.assembling import assembled
from services.underwriting.cases.checking.credit import ask_bureau
from services.underwriting.cases.checking.securities import facts_of
from services.underwriting.cases.domain.errors import LimitUsedUp
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import WITH_THE_MACHINE, CaseStatus
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions import entry as decisions
from services.underwriting.decisions.entry import BureauFacts, Decided, DecisionOutcome
from services.underwriting.exposure import entry as exposure
from services.underwriting.failpoints import UnderwritingPoint
from services.underwriting.machinery import own_machinery

_LEADS_TO: Final = {
    DecisionOutcome.APPROVED: CaseStatus.AUTO_APPROVED,
    DecisionOutcome.DECLINED: CaseStatus.AUTO_DECLINED,
    DecisionOutcome.REFERRED: CaseStatus.MANUAL,
}
_TOPICS: Final = {
    DecisionOutcome.APPROVED: messages.APPROVED,
    DecisionOutcome.DECLINED: messages.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """With what a case is assessed."""

    sessions: Sessions
    clock: Clock
    keys: FieldKeys
    bureau: Bureau

    @property
    def asking(self) -> Asking:
        """With what the bureau is asked."""
        return Asking(self.sessions, self.bureau, self.clock, self.keys)


async def assess_case(case_id: UUID, desk: Desk) -> None:
    """Take the case from the queue to an answer, or to a person.

    Nothing happens when it is not the machine's turn. Raises `BureauBusy` while it is worth asking
    the bureau again.
    """
    told = await _begin(case_id, desk)
    if told is not None:
        await reached(UnderwritingPoint.CASE_BEGUN)
        credit = await ask_bureau(desk.asking, case_id, told)
        await _conclude(case_id, told, credit, desk)
        await reached(UnderwritingPoint.CASE_CONCLUDED)


async def _begin(case_id: UUID, desk: Desk) -> SubmissionTold | None:
    async with desk.sessions.begin() as session:
        row = await repository.lock_any(session, case_id)
        if row.status not in WITH_THE_MACHINE:
            return None
        if row.status == CaseStatus.QUEUED:
            step = Step(Happening.MOVED, CaseStatus.CHECKING)
            await chronicle.changed(session, row, step, own_machinery())
            if row.submission == 1:
                await chronicle.tell(session, row, messages.STARTED)
        return await repository.told(session, case_id, row.submission, desk.keys)


async def _conclude(case_id: UUID, told: SubmissionTold, credit: BureauFacts, desk: Desk) -> None:
    async with desk.sessions.begin() as session:
        row = await repository.lock_any(session, case_id)
        if row.status != CaseStatus.CHECKING or row.submission != told.submission:
            return
        await exposure.lock_borrower(session, row.borrower_index)
        today = desk.clock.today()
        found = await findings.found_for(session, row, told, credit, (today, desk.keys))
        await findings.write_down(session, row, found)
        snapshot = assembled(told, found, today)
        things = facts_of(found.securities)
        decided = await decisions.decide_automatically(session, row.case_id, snapshot, things)
        await _write(session, row, decided)


async def _write(session: AsyncSession, row: CaseRow, decided: Decided) -> None:
    row.decision_id, row.authority = decided.decision_id, decided.authority
    caller = own_machinery()
    await chronicle.changed(session, row, Step(Happening.MOVED, CaseStatus.SCORED), caller)
    step = Step(Happening.MOVED, _LEADS_TO[decided.outcome], decided.first_reason)
    await chronicle.changed(session, row, step, caller)
    if decided.amount is not None:
        await _reserve(session, row, decided.amount, decided.cap_minor)
    if topic := _TOPICS.get(decided.outcome):
        row.sla_due_at = None
        await chronicle.tell(session, row, topic, decision=typeid_of("dec", decided.decision_id))


async def _reserve(session: AsyncSession, row: CaseRow, amount: Money, cap_minor: int) -> None:
    promise = exposure.Promise(row.borrower_index, row.case_id, amount, row.product_type)
    taken = await exposure.reserve(session, promise, cap_minor=cap_minor)
    if isinstance(taken, exposure.OverLimit):  # the rules saw the same standing under this lock
        raise LimitUsedUp
