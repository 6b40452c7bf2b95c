"""The ledger over HTTP, for finance and auditors."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query

from services.kit.dependencies import PageDep
from services.kit.journal_rows import EntryFilter
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import DateIn, Page
from services.repayment.dependencies import ReaderDep
from services.repayment.ledger import examples, queries, views
from services.repayment.ledger.domain.chart import AccountCode
from services.repayment.ledger.schemas.read import (
    AccountList,
    EntryRead,
    LoanId,
    TrialBalanceRead,
)

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/ledger", tags=["ledger"])


async def _wanted(
    loan_id: Annotated[LoanId | None, Query()] = None,
    account: AccountCode | None = None,
    kind: Annotated[str | None, Query(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = None,
    booked_from: Annotated[DateIn | None, Query(alias="booked_on[gte]")] = None,
    booked_until: Annotated[DateIn | None, Query(alias="booked_on[lte]")] = None,
    sort: Annotated[Literal["recorded_at", "-recorded_at"], Query()] = "-recorded_at",
) -> EntryFilter:
    return EntryFilter(
        source_id=loan_id,
        account=account,
        kind=kind,
        booked_from=booked_from,
        booked_until=booked_until,
        newest_first=sort == "-recorded_at",
    )


@router.get(
    "/accounts",
    response_model=AccountList,
    **operation(scope="ledger:read", response_example=examples.ACCOUNTS_EXAMPLE),
)
async def list_ledger_accounts(reader: ReaderDep) -> AccountList:
    """List the chart of accounts."""
    return views.accounts(await queries.accounts(reader))


@router.get(
    "/entries",
    response_model=Page[EntryRead],
    **operation(
        scope="ledger:read",
        paged=True,
        rate_class="search",
        response_example=examples.ENTRIES_EXAMPLE,
    ),
)
async def list_ledger_entries(
    wanted: Annotated[EntryFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[EntryRead]:
    """List what was booked, newest first: by loan, account, kind or booking day.

    An entry is never changed; what was wrong is taken back by another one that names it.
    """
    return views.entries(await queries.entries(wanted, page, reader), page)


@router.get(
    "/trial-balance",
    response_model=TrialBalanceRead,
    **operation(
        scope="ledger:read",
        rate_class="search",
        response_example=examples.TRIAL_BALANCE_EXAMPLE,
    ),
)
async def get_ledger_trial_balance(
    reader: ReaderDep,
    as_of: Annotated[
        DateIn | None, Query(description="the day at whose end; today when not given")
    ] = None,
) -> TrialBalanceRead:
    """Show what each account comes to at the end of a business day; today when none is said."""
    return views.trial_balance(await queries.trial_balance(as_of, reader))
