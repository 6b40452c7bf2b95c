"""Loans as their borrowers, partners and staff see them."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.kit.dependencies import LanguageDep, PageDep, VersionedDep
from services.kit.errors import InvalidQueryParameter
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import Page
from services.repayment.dependencies import ReaderDep
from services.repayment.loans import examples, guidance_views, queries, standing_views, views
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.queries import LoanFilter
from services.repayment.loans.routes.parameters import AsOfDep
from services.repayment.loans.schemas.parts import (
    ApplicationId,
    ContractId,
    LoanId,
    PartyId,
    ProductCode,
)
from services.repayment.loans.schemas.read import (
    LoanNextStepRead,
    LoanRead,
    LoanTransactionRead,
)
from services.repayment.loans.schemas.standing import LoanDetailRead, LoanScheduleStandingRead

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/loans", tags=["loans"])


async def _wanted(
    status: LoanStatus | None = None,
    application_id: Annotated[ApplicationId | None, Query()] = None,
    contract_id: Annotated[ContractId | None, Query()] = None,
    party_id: Annotated[PartyId | None, Query()] = None,
    product_code: Annotated[ProductCode | None, Query()] = None,
    sort: Annotated[Literal["created_at", "-created_at"], Query()] = "-created_at",
) -> LoanFilter:
    return LoanFilter(
        status=status,
        application_id=application_id,
        contract_id=contract_id,
        party_id=party_id,
        product_code=product_code,
        newest_first=sort == "-created_at",
    )


@router.get(
    "",
    response_model=Page[LoanRead],
    **operation(
        scope="loans:read",
        paged=True,
        rate_class="search",
        response_example=examples.LOAN_PAGE_EXAMPLE,
    ),
)
async def list_loans(
    wanted: Annotated[LoanFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[LoanRead]:
    """List loans: your own, your partner's, or, for staff, all."""
    return views.loans(await queries.loans(wanted, page, reader), page)


@router.get(
    "/{loan_id}",
    response_model=LoanDetailRead,
    **operation(
        scope="loans:read",
        resource="loan",
        etag=True,
        errors=(InvalidQueryParameter,),
        response_example=examples.LOAN_DETAIL_EXAMPLE,
    ),
)
async def get_loan(
    loan_id: LoanId, as_of: AsOfDep, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show a loan: its terms as they were signed, where it stands, and what it comes to.

    Figures are those of today, or of the day in `as_of` by what is known now; the rest is as it
    is now. The ETag changes with the figures; If-Match takes it for the version it begins with.
    """
    found = await queries.loan(loan_id, as_of, reader)
    return versioned(standing_views.loan(found), found.row.version, standing_views.look(found))


@router.get(
    "/{loan_id}/schedule",
    response_model=LoanScheduleStandingRead,
    **operation(
        scope="loans:read",
        resource="loan",
        errors=(InvalidQueryParameter,),
        response_example=examples.LOAN_SCHEDULE_EXAMPLE,
    ),
)
async def get_loan_schedule(
    loan_id: LoanId, as_of: AsOfDep, reader: ReaderDep
) -> LoanScheduleStandingRead:
    """Show what falls due when, and what became of it by today or by the day in `as_of`.

    `rows` are the schedule that was drawn when the money came, and stay; `instalments` are
    everything to be paid as it stands. Both are empty while the loan waits for its money.
    """
    return standing_views.schedule(await queries.schedule(loan_id, as_of, reader))


@router.get(
    "/{loan_id}/transactions",
    response_model=Page[LoanTransactionRead],
    **operation(
        scope="loans:read",
        resource="loan",
        paged=True,
        response_example=examples.TRANSACTION_PAGE_EXAMPLE,
    ),
)
async def list_loan_transactions(
    loan_id: LoanId, as_of: AsOfDep, page: PageDep, reader: ReaderDep
) -> Page[LoanTransactionRead]:
    """List what happened to a loan, in the order it became known; nothing is ever changed.

    With `as_of` what counts from that day or before, and what took it back since.
    """
    return views.transactions(await queries.transactions(loan_id, as_of, page, reader), page)


@router.get(
    "/{loan_id}/next-step",
    response_model=LoanNextStepRead,
    **operation(
        scope="loans:read", resource="loan", response_example=examples.LOAN_NEXT_STEP_EXAMPLE
    ),
)
async def get_loan_next_step(
    loan_id: LoanId, reader: ReaderDep, language: LanguageDep
) -> LoanNextStepRead:
    """Show what comes next: who pays what, by when, with which calls; or what is waited for.

    With what is due by today, what of it is past its grace, and the last day of that. Told in
    the language of Accept-Language (zh-CN or en).
    """
    return guidance_views.next_step(await queries.guidance(loan_id, reader), language)
