"""What the repayment service tells us; nobody else reaches it."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path

from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId
from services.underwriting.exposure import views
from services.underwriting.exposure.schemas.read import LoanNoted
from services.underwriting.exposure.schemas.told import LoanTold
from services.underwriting.exposure.use_cases.record_loan import record_loan

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/exposures", tags=["between services"]
)

_TOLD: Final[dict[str, Any]] = {
    "sequence": 1,
    "after": 0,
    "loan_id": "loan_01h455vb4pex5vsknk084sn02q",
    "application_id": "app_01h455vb4pex5vsknk084sn02q",
    "party_id": "party_01h455vb4pex5vsknk084sn02q",
    "outstanding": {"amount": 3000000, "currency": "CNY"},
    "days_past_due": 0,
    "late_after": "2026-12-23",
    "status": "active",
}
_NOTED: Final[dict[str, Any]] = {name: _TOLD[name] for name in ("loan_id", "party_id")}


@router.put(
    "/{party_id}",
    response_model=LoanNoted,
    **operation(
        scope=None,
        resource="party",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed),
        request_example=_TOLD,
        response_example=_NOTED,
    ),
)
async def put_exposure(
    party_id: Annotated[UUID, TypeId("party"), Path()], body: LoanTold, edit: EditDep
) -> LoanNoted:
    """Take what is owed on a loan: what its case was promised gives way to it.

    When the money went back, the promise stands again, so that the borrower's limits see the same
    sum; not when the case was closed meanwhile. A loan nobody pays grows late here by itself, from
    the day after `late_after` on. The same message again is answered and changes nothing.
    """
    report = body.report(party_id)
    await record_loan(report, edit)
    return views.loan_noted(report)
