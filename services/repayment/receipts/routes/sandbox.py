"""The borrower's bank, where nobody has real money: in sandbox mode alone."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.kit.dependencies import AskDep
from services.kit.errors import NotFound
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.repayment.receipts import early_examples, views
from services.repayment.receipts.domain.errors import (
    LoanTakesNoMoney,
    MoneyGivenBack,
    ReceiptDiffers,
)
from services.repayment.receipts.schemas.read import RepaymentRead
from services.repayment.receipts.schemas.written import SandboxPaymentCreate
from services.repayment.receipts.use_cases.pay_in_sandbox import pay_in_sandbox

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/sandbox", tags=["sandbox"])


@router.post(
    "/payments",
    status_code=201,
    response_model=RepaymentRead,
    **operation(
        scope="sandbox:pay",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        sandbox=True,
        errors=(NotFound, LoanTakesNoMoney, ReceiptDiffers, MoneyGivenBack),
        request_example=early_examples.SANDBOX_PAYMENT_EXAMPLE,
        response_example=early_examples.SANDBOX_PAID_EXAMPLE,
    ),
)
async def post_sandbox_payment(body: SandboxPaymentCreate, ask: AskDep) -> Response:
    """Let the borrower's bank pay us, as if money had come by the rail. Sandboxes only.

    A borrower pays its own loan, a partner those of its own; trainers and admins pay any.
    """
    wanted = ask.rendering(views.repayment_booked)
    return response_of(await pay_in_sandbox(body.payment(), wanted))
