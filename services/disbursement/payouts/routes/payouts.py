"""Payouts to look at: the list, one, its attempts, and what a person has to see."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.disbursement.dependencies import ReaderDep
from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts import examples, queries, views
from services.disbursement.payouts.queries import PayoutFilter
from services.disbursement.payouts.routes.parameters import ContractId, PayoutId
from services.disbursement.payouts.schemas.read import (
    AlertRead,
    AttemptList,
    PayoutRead,
    PayoutSummary,
)
from services.kit.dependencies import PageDep, VersionedDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import DateIn, Page

router: Final = APIRouter(route_class=StrictRoute, tags=["payouts"])


async def _wanted(
    status: PayoutStatus | None = None,
    contract_id: Annotated[ContractId | None, Query()] = None,
    settled_from: Annotated[DateIn | None, Query(alias="settled_on[gte]")] = None,
    settled_until: Annotated[DateIn | None, Query(alias="settled_on[lte]")] = None,
) -> PayoutFilter:
    return PayoutFilter(status, contract_id, settled_from, settled_until)


@router.get(
    "/v1/payouts",
    response_model=Page[PayoutSummary],
    **operation(scope="payouts:read", paged=True, response_example=examples.PAYOUT_PAGE_EXAMPLE),
)
async def list_payouts(
    wanted: Annotated[PayoutFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[PayoutSummary]:
    """List payouts, newest first: your own, your partner's, or all of them for staff."""
    found = await queries.list_payouts(wanted, page, reader)
    return views.payouts(found, page, is_staff=reader.caller.is_staff)


@router.get(
    "/v1/payouts/{payout_id}",
    response_model=PayoutRead,
    **operation(
        scope="payouts:read",
        resource="payout",
        etag=True,
        response_example=examples.PAYOUT_EXAMPLE,
    ),
)
async def get_payout(payout_id: PayoutId, reader: ReaderDep, versioned: VersionedDep) -> Response:
    """Show a payout: where it stands, who approved it, and when the money moved."""
    record = await queries.find_payout(reader, payout_id)
    shown = views.payout(record, is_staff=reader.caller.is_staff)
    return versioned(shown, record.row.version)


@router.get(
    "/v1/payouts/{payout_id}/attempts",
    response_model=AttemptList,
    **operation(
        scope="payouts:inspect",
        resource="payout",
        response_example=examples.ATTEMPTS_EXAMPLE,
    ),
)
async def list_payout_attempts(payout_id: PayoutId, reader: ReaderDep) -> AttemptList:
    """List every order that was handed in for a payout, and what came of it."""
    return views.attempts(await queries.attempts_of(reader, payout_id))


@router.get(
    "/v1/payout-alerts",
    response_model=Page[AlertRead],
    **operation(scope="payouts:inspect", paged=True, response_example=examples.ALERT_PAGE_EXAMPLE),
)
async def list_payout_alerts(page: PageDep, reader: ReaderDep) -> Page[AlertRead]:
    """List what a person has to look at, newest first.

    Answers that contradict each other, calls back that are about no order of ours, payouts the
    provider can no longer be asked about, money that came back, and payouts that wait because
    somebody who stands for the loan was put on a list.
    """
    return views.alerts(await queries.list_alerts(reader, page), page)
