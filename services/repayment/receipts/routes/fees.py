"""Fees that are charged because something happened, over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.repayment.receipts import proposal_examples, proposal_views
from services.repayment.receipts.domain.errors import (
    FeeDiffers,
    FeeNotDisclosed,
    FeeTakenBack,
    LoanTakesNoMoney,
    MoneyAlreadyUsed,
    NothingOwed,
)
from services.repayment.receipts.schemas.parts import LoanId
from services.repayment.receipts.schemas.proposed import FeeCreate, FeeRead
from services.repayment.receipts.use_cases.charge_fee import charge_fee

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/loans/{loan_id}", tags=["repayments"]
)

LoanPath = Annotated[LoanId, Path(description="the loan's id")]


@router.post(
    "/fees",
    status_code=201,
    response_model=FeeRead,
    **operation(
        scope="fees:charge",
        resource="loan",
        key=True,
        body="json",
        rate_class="money",
        errors=(
            OwnWork,
            LoanTakesNoMoney,
            FeeNotDisclosed,
            FeeDiffers,
            FeeTakenBack,
            NothingOwed,
            MoneyAlreadyUsed,
        ),
        request_example=proposal_examples.FEE_CREATE_EXAMPLE,
        response_example=proposal_examples.FEE_EXAMPLE,
    ),
)
async def post_fee(loan_id: LoanPath, body: FeeCreate, ask: AskDep) -> Response:
    """Charge a fee which the contract discloses for the case that something happens.

    At most what it discloses, each time, due at once. The same reference again is answered and
    charges nothing; of a fee that went back with a returned payout it is 409 `fee_taken_back`, and
    another reference charges it. A loan that ended is charged nothing, nor is one whose money of
    the same day has paid what this fee would come before: `money_already_used`, charge it the day
    after.
    """
    wanted = ask.rendering(proposal_views.fee_charged)
    return response_of(await charge_fee(body.charge(loan_id), wanted))
