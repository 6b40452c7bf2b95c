"""Decisions over HTTP: all of one for staff, its reasons for the borrower, and its replay."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter

from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId
from services.underwriting.decisions import examples, queries, views
from services.underwriting.decisions.schemas.read import (
    DecisionRead,
    ExplanationRead,
    ReplayRead,
)
from services.underwriting.dependencies import ReaderDep

DecisionId = Annotated[UUID, TypeId("dec")]

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/decisions/{decision_id}", tags=["decisions"]
)


@router.get(
    "",
    response_model=DecisionRead,
    **operation(
        scope="decisions:read", resource="decision", response_example=examples.DECISION_EXAMPLE
    ),
)
async def get_decision(decision_id: DecisionId, reader: ReaderDep) -> DecisionRead:
    """Show a decision: its frozen inputs, each rule, the points, the caps and the binding one."""
    return views.decision(await queries.decision(decision_id, reader))


@router.get(
    "/explanation",
    response_model=ExplanationRead,
    **operation(
        scope="decisions:explain",
        resource="decision",
        response_example=examples.EXPLANATION_EXAMPLE,
    ),
)
async def get_decision_explanation(decision_id: DecisionId, reader: ReaderDep) -> ExplanationRead:
    """Explain a decision to the borrower: why, and what would change it.

    Each change was decided by the frozen rules and would be approved as it stands. Points, lists
    and what the credit bureau said are not shown.
    """
    return views.explanation(await queries.explanation(decision_id, reader))


@router.post(
    "/replays",
    response_model=ReplayRead,
    **operation(
        scope="decisions:replay", resource="decision", response_example=examples.REPLAY_EXAMPLE
    ),
)
async def post_decision_replay(decision_id: DecisionId, reader: ReaderDep) -> ReplayRead:
    """Decide the frozen facts by their rules once more; the same bytes must come out.

    Nothing is kept, so no key is needed.
    """
    return views.replay(*await queries.replayed(decision_id, reader))
