"""Take what underwriting reports: the application moves with it, once, however often it is told."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.assessment import entry as own
from services.application.assessment import repository
from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.domain.reports import (
    LEFT,
    Asked,
    Decided,
    Question,
    QuestionDropped,
    Report,
    Started,
    Verdict,
)
from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import entry as intake
from services.application.intake.entry import Move, Standing
from services.application.offers import entry as offers
from services.kit.audit import Members
from services.kit.caller import Caller
from services.kit.context import Edit
from services.kit.identifiers import typeid_of
from services.kit.inbox import apply_once


async def record_report(application_id: UUID, report: Report, edit: Edit) -> Standing:
    """Where the application stands after `report`, or after an earlier copy of it.

    What comes after the borrower has left is taken and changes nothing. Raises `NotFound`,
    `SequenceGap`, `AnotherCase`, `IdentifierTaken` and `TransitionNotAllowed`.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=report.case_id,
            sequence=report.sequence,
            after=report.after,
        )
        standing = await intake.lock_any(session, application_id)
        await repository.bind_case(session, application_id, report.case_id)
        if not is_new or standing.status in LEFT:
            return standing
        return await _apply(session, standing, report, edit.caller)


async def _apply(
    session: AsyncSession, standing: Standing, report: Report, caller: Caller
) -> Standing:
    match report.happened:
        case Started():
            move = Move(to=ApplicationStatus.UNDERWRITING, actor=Actor.SYSTEM)
            return await intake.advance(session, standing.application_id, move, caller)
        case Asked(question):
            standing = await _resume(session, standing, caller)
            return await _ask(session, standing, question, caller)
        case QuestionDropped(request_id):
            return await _drop(session, standing, request_id, caller)
        case Decided(verdict):
            standing = await _resume(session, standing, caller)
            await repository.add_decision(
                session, standing.application_id, report.submission, verdict
            )
            return await _decide(session, standing, verdict, caller)


async def _resume(session: AsyncSession, standing: Standing, caller: Caller) -> Standing:
    """Go on without the answer that was awaited, if one was: underwriting has."""
    if standing.status is not ApplicationStatus.INFORMATION_REQUESTED:
        return standing
    await own.drop_question(session, standing.application_id)
    move = Move(to=ApplicationStatus.UNDERWRITING, actor=Actor.UNDERWRITER)
    return await intake.advance(session, standing.application_id, move, caller)


async def _ask(
    session: AsyncSession, standing: Standing, question: Question, caller: Caller
) -> Standing:
    await repository.add_question(session, standing.application_id, question)
    facts: Members = {
        "request_id": typeid_of("inf", question.request_id),
        "items": list(question.items),
        "due_on": question.due_on.isoformat(),
    }
    move = Move(to=ApplicationStatus.INFORMATION_REQUESTED, actor=Actor.UNDERWRITER, facts=facts)
    standing = await intake.advance(session, standing.application_id, move, caller)
    await intake.ask_for_materials(session, standing.application_id, question.items, question.text)
    return standing


async def _drop(
    session: AsyncSession, standing: Standing, request_id: UUID, caller: Caller
) -> Standing:
    """Ask no longer; an answer that was given meanwhile stays given."""
    row = await repository.question(session, standing.application_id, request_id)
    if row is None or row.status != QuestionStatus.OPEN.value:
        return standing
    return await _resume(session, standing, caller)


async def _decide(
    session: AsyncSession, standing: Standing, verdict: Verdict, caller: Caller
) -> Standing:
    facts: Members = {"decision_id": typeid_of("dec", verdict.decision_id)}
    codes = [reason.code for reason in verdict.reasons]
    if verdict.terms is None:
        move = Move(
            to=ApplicationStatus.DECLINED,
            actor=Actor.UNDERWRITER,
            reason_code=codes[0],
            facts={**facts, "reason_codes": codes},
        )
        return await intake.advance(session, standing.application_id, move, caller)
    approval = offers.Approval(
        standing.application_id,
        standing.owner,
        standing.partner_id,
        verdict.decision_id,
        verdict.terms,
    )
    made = await offers.make(session, approval)
    move = Move(to=ApplicationStatus.APPROVED, actor=Actor.UNDERWRITER, facts={**facts, **made})
    return await intake.advance(session, standing.application_id, move, caller)
