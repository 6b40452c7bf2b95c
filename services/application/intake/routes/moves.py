"""The moves of an application, each a thing that is created below it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.intake import examples, views
from services.application.intake.domain.errors import (
    ApplicationIncomplete,
    ContractDecides,
    MaterialsNotVerified,
)
from services.application.intake.schemas.parts import ApplicationId
from services.application.intake.schemas.read import ApplicationRead
from services.application.intake.schemas.written import (
    RejectionCreate,
    SupplementCreate,
    WithdrawalCreate,
)
from services.application.intake.use_cases.accept_application import accept_application
from services.application.intake.use_cases.reject_application import reject_application
from services.application.intake.use_cases.request_supplement import request_supplement
from services.application.intake.use_cases.submit_application import submit_application
from services.application.intake.use_cases.withdraw_application import withdraw_application
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/applications/{application_id}", tags=["applications"]
)


@router.post(
    "/submissions",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:write",
        resource="application",
        key=True,
        if_match=True,
        errors=(TransitionNotAllowed, ApplicationIncomplete),
        response_example=examples.APPLICATION_EXAMPLE,
    ),
)
async def post_application_submission(application_id: ApplicationId, ask: AskDep) -> Response:
    """Submit an application, first or after a supplement.

    Refused with everything that is missing: fields, materials, consents. A small unsecured
    application of the kind the product names is accepted at once; otherwise an officer has four
    hours to answer.
    """
    wanted = ask.rendering(views.application_moved)
    return response_of(await submit_application(application_id, wanted))


@router.post(
    "/acceptances",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:review",
        resource="application",
        key=True,
        if_match=True,
        errors=(OwnWork, TransitionNotAllowed, MaterialsNotVerified),
        response_example=examples.ACCEPTED_EXAMPLE,
    ),
)
async def post_application_acceptance(application_id: ApplicationId, ask: AskDep) -> Response:
    """Accept a submitted application; not one's own.

    Every required material is verified or waived by then.
    """
    wanted = ask.rendering(views.application_moved)
    return response_of(await accept_application(application_id, wanted))


@router.post(
    "/supplement-requests",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:review",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.SUPPLEMENT_CREATE_EXAMPLE,
        response_example=examples.SUPPLEMENT_REQUIRED_EXAMPLE,
    ),
)
async def post_application_supplement_request(
    application_id: ApplicationId, body: SupplementCreate, ask: AskDep
) -> Response:
    """Ask the borrower to add materials, each with a reason, by a deadline.

    What was uploaded for them is rejected, and what was optional becomes required.
    """
    wanted = ask.rendering(views.application_moved)
    return response_of(await request_supplement(application_id, body.supplement(), wanted))


@router.post(
    "/rejections",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:review",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.REJECTION_CREATE_EXAMPLE,
        response_example=examples.REJECTED_EXAMPLE,
    ),
)
async def post_application_rejection(
    application_id: ApplicationId, body: RejectionCreate, ask: AskDep
) -> Response:
    """Turn an application away at intake; the borrower reads code and reason."""
    wanted = ask.rendering(views.application_moved)
    return response_of(
        await reject_application(application_id, body.reason_code, body.reason, wanted)
    )


@router.post(
    "/withdrawals",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:write",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(TransitionNotAllowed, ContractDecides),
        request_example=examples.WITHDRAWAL_CREATE_EXAMPLE,
        response_example=examples.WITHDRAWN_EXAMPLE,
    ),
)
async def post_application_withdrawal(
    application_id: ApplicationId, body: WithdrawalCreate, ask: AskDep
) -> Response:
    """Take an application back, until its offer is accepted.

    From then on the contract decides: leave by `POST /v1/contracts/{contract_id}/voids`.
    """
    wanted = ask.rendering(views.application_moved)
    return response_of(
        await withdraw_application(application_id, body.reason_code, body.reason, wanted)
    )
