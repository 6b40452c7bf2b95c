"""Reads of what underwriting asked and decided; each sees only what its caller may see."""

from uuid import UUID

from services.application.assessment import repository
from services.application.assessment.domain.errors import NotDecidedYet
from services.application.assessment.records import DecisionRecord, QuestionRecord
from services.application.intake import entry as intake
from services.kit.caller import Caller
from services.kit.database import Sessions


async def questions_of(
    application_id: UUID, caller: Caller, sessions: Sessions
) -> list[QuestionRecord]:
    """All questions about an application, the latest first; raises `NotFound`."""
    async with sessions() as session:
        await intake.find(session, application_id, caller)
        return await repository.questions_of(session, application_id)


async def decision_on(application_id: UUID, caller: Caller, sessions: Sessions) -> DecisionRecord:
    """The decision on an application; raises `NotFound` and `NotDecidedYet`."""
    async with sessions() as session:
        await intake.find(session, application_id, caller)
        found = await repository.latest_decision(session, application_id)
    if found is None:
        raise NotDecidedYet
    return found
