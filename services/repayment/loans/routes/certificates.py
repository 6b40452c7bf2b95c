"""Certificates about loans over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from services.kit.languages import Language, negotiate
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.repayment.dependencies import ReaderDep
from services.repayment.loans.certificates import PrintShop, settlement_certificate
from services.repayment.loans.domain.errors import LoanNotSettled
from services.repayment.loans.schemas.parts import LoanId
from services.repayment.resources import RepaymentResources

PDF: Final = "application/pdf"

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/loans", tags=["loans"])

LanguageQuery = Annotated[
    Language | None, Query(description="instead of Accept-Language, where a link is followed")
]


async def _language(request: Request, language: LanguageQuery = None) -> Language:
    return language or negotiate(request.headers.get("accept-language"))


async def _shop(request: Request) -> PrintShop:
    resources: RepaymentResources = request.app.state.resources
    return PrintShop(resources.lender, resources.printer)


@router.get(
    "/{loan_id}/certificates/settlement",
    **operation(scope="loans:read", resource="loan", produces=(PDF,), errors=(LoanNotSettled,)),
)
async def get_loan_settlement_certificate(
    loan_id: LoanId,
    language: Annotated[Language, Depends(_language)],
    shop: Annotated[PrintShop, Depends(_shop)],
    reader: ReaderDep,
) -> Response:
    """Download the certificate that a loan is fully repaid, as a PDF in Chinese or English.

    Only a settled loan has one. It says what was paid and forgiven, and names no person.
    """
    printed = await settlement_certificate(loan_id, language, shop, reader)
    name = f"{printed.contract_number}.settlement.{language}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return Response(printed.content, media_type=PDF, headers=headers)
