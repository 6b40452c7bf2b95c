"""The work on a case, each step a thing that is created below it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.underwriting.cases import examples, views
from services.underwriting.cases.domain.errors import (
    AlreadyApproved,
    BorrowerLateSince,
    ClaimedByAnother,
    ClaimNeeded,
    GroupLateSince,
    GroupLimitUsedUp,
    LimitUsedUp,
    ListedSince,
    NothingRecommended,
    OverrideReasonNeeded,
)
from services.underwriting.cases.routes.parameters import CaseId
from services.underwriting.cases.schemas.read import CaseRead
from services.underwriting.cases.schemas.written import (
    InformationRequestCreate,
    RecommendationCreate,
    RefusalCreate,
    ReturnCreate,
)
from services.underwriting.cases.use_cases.approve_case import approve_case
from services.underwriting.cases.use_cases.claim_case import claim_case
from services.underwriting.cases.use_cases.recommend_terms import recommend_terms
from services.underwriting.cases.use_cases.refuse_case import refuse_case
from services.underwriting.cases.use_cases.request_information import request_information
from services.underwriting.cases.use_cases.return_case import return_case
from services.underwriting.decisions.entry import TermsNotAllowed, ValuationWanted
from services.underwriting.dependencies import FieldKeysDep

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/cases/{case_id}", tags=["cases"])


@router.post(
    "/claims",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:work",
        resource="case",
        key=True,
        if_match=True,
        errors=(OwnWork, TransitionNotAllowed, ClaimedByAnother),
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_claim(case_id: CaseId, ask: AskDep) -> Response:
    """Take a case on your desk for half an hour; not your own application.

    A claim that ran out may be taken over; claiming again renews your own. What comes next on the
    desk needs the claim.
    """
    wanted = ask.rendering(views.case_moved)
    return response_of(await claim_case(case_id, wanted))


@router.post(
    "/information-requests",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:work",
        resource="case",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, ClaimNeeded),
        request_example=examples.INFORMATION_REQUEST_CREATE_EXAMPLE,
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_information_request(
    case_id: CaseId, body: InformationRequestCreate, ask: AskDep
) -> Response:
    """Ask the borrower; the case waits for the answer.

    An answer starts the assessment anew. Without one by `due_on` the case comes back to the desk.
    """
    wanted = ask.rendering(views.case_moved)
    return response_of(await request_information(case_id, body.question(), wanted))


@router.post(
    "/recommendations",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:work",
        resource="case",
        key=True,
        if_match=True,
        body="json",
        errors=(
            OwnWork,
            TransitionNotAllowed,
            ClaimNeeded,
            TermsNotAllowed,
            ValuationWanted,
            OverrideReasonNeeded,
        ),
        request_example=examples.RECOMMENDATION_CREATE_EXAMPLE,
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_recommendation(
    case_id: CaseId, body: RecommendationCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Recommend terms; the rules in force give the price and say whose approval it takes.

    More than the rules came to is an override, and so is a loan to who is late with us by now: it
    needs a reason, is counted, and takes the committee. What secures the loan is valued first, and
    no override lends beyond its share. Who had a hand in the intake recommends nothing.
    """
    wanted = ask.rendering(views.case_moved)
    return response_of(await recommend_terms(case_id, body.wish(), keys, wanted))


@router.post(
    "/approvals",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:approve",
        resource="case",
        key=True,
        if_match=True,
        errors=(
            OwnWork,
            TransitionNotAllowed,
            NothingRecommended,
            AlreadyApproved,
            ValuationWanted,
            ListedSince,
            BorrowerLateSince,
            GroupLateSince,
            GroupLimitUsedUp,
            LimitUsedUp,
        ),
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_approval(case_id: CaseId, keys: FieldKeysDep, ask: AskDep) -> Response:
    """Approve what is recommended; somebody apart from who accepted, valued and recommended.

    Where the committee decides, the first approval waits for a second. The last one makes the
    offer, under a lock on the limits of the borrower and of its group, unless somebody was listed,
    the borrower or a member of its group is late, or a valuation ran out, since the assessment.
    """
    wanted = ask.rendering(views.case_moved)
    return response_of(await approve_case(case_id, keys, wanted))


@router.post(
    "/returns",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:approve",
        resource="case",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, NothingRecommended),
        request_example=examples.RETURN_CREATE_EXAMPLE,
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_return(case_id: CaseId, body: ReturnCreate, ask: AskDep) -> Response:
    """Send a recommendation back to the desk, with a reason."""
    wanted = ask.rendering(views.case_moved)
    return response_of(await return_case(case_id, body.reason, wanted))


@router.post(
    "/refusals",
    status_code=201,
    response_model=CaseRead,
    **operation(
        scope="cases:refuse",
        resource="case",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, ClaimNeeded),
        request_example=examples.REFUSAL_CREATE_EXAMPLE,
        response_example=examples.CASE_EXAMPLE,
    ),
)
async def post_case_refusal(case_id: CaseId, body: RefusalCreate, ask: AskDep) -> Response:
    """Decline: from the desk with a claim, or instead of approving what is recommended.

    The reasons are told to the borrower, the note stays with the file.
    """
    wanted = ask.rendering(views.case_moved)
    return response_of(await refuse_case(case_id, tuple(body.reasons), body.note, wanted))
