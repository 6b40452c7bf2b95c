"""A contract's conditions precedent over HTTP: everybody reads, staff show and accept."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.disbursement.conditions import examples, queries, views
from services.disbursement.conditions.domain.errors import (
    ConditionSeesItself,
    NothingMoreToShow,
    NothingToJudge,
)
from services.disbursement.conditions.schemas.read import ChecklistRead, ConditionRead
from services.disbursement.conditions.schemas.written import EvidenceCreate, JudgementCreate
from services.disbursement.conditions.use_cases.give_evidence import give_evidence
from services.disbursement.conditions.use_cases.judge_evidence import judge_evidence
from services.disbursement.dependencies import ReaderDep
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/contracts/{contract_id}/conditions", tags=["conditions"]
)

ContractPath = Annotated[UUID, TypeId("ctr"), Path(description="the contract's id")]
CodePath = Annotated[
    str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="the condition's code")
]


@router.get(
    "",
    response_model=ChecklistRead,
    **operation(
        scope="contracts:read",
        resource="contract",
        response_example=examples.CHECKLIST_EXAMPLE,
    ),
)
async def get_conditions(contract_id: ContractPath, reader: ReaderDep) -> ChecklistRead:
    """Show what must be so before the contract's money goes out, and what of it is.

    First what the system sees for itself, as of today; then what staff show by evidence.
    """
    found = await queries.checklist(reader, contract_id)
    return views.checklist(found, is_staff=reader.caller.is_staff)


@router.post(
    "/{code}/evidence",
    status_code=201,
    response_model=ConditionRead,
    **operation(
        scope="conditions:evidence",
        resource="contract",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, ConditionSeesItself, NothingMoreToShow, TransitionNotAllowed),
        request_example=examples.EVIDENCE_CREATE_EXAMPLE,
        response_example=examples.EVIDENCED_EXAMPLE,
    ),
)
async def post_condition_evidence(
    contract_id: ContractPath, code: CodePath, body: EvidenceCreate, ask: AskDep
) -> Response:
    """Show that a condition is met; a critical one then waits for a second person."""
    return response_of(await give_evidence(contract_id, code, body, ask.rendering(views.moved)))


@router.post(
    "/{code}/judgements",
    status_code=201,
    response_model=ConditionRead,
    **operation(
        scope="conditions:accept",
        resource="contract",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, ConditionSeesItself, NothingMoreToShow, NothingToJudge),
        request_example=examples.JUDGEMENT_CREATE_EXAMPLE,
        response_example=examples.JUDGED_EXAMPLE,
    ),
)
async def post_condition_judgement(
    contract_id: ContractPath, code: CodePath, body: JudgementCreate, ask: AskDep
) -> Response:
    """Accept the evidence of a critical condition, or send it back; not by whoever gave it."""
    wanted = ask.rendering(views.moved)
    return response_of(
        await judge_evidence(contract_id, code, body.note, wanted, is_accepted=body.is_accepted)
    )
