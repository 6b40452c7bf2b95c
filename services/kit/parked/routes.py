"""Parked deliveries over HTTP, the same in every service: a list, one, and a retry by hand."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.kit.dependencies import AskDep, PageDep, SessionsDep, VersionedDep
from services.kit.errors import TransitionNotAllowed
from services.kit.operations import operation
from services.kit.parked import examples, queries, views
from services.kit.parked.queries import ParkedFilter
from services.kit.parked.retry_delivery import retry_delivery
from services.kit.parked.schemas import (
    DeliveryId,
    DestinationName,
    ParkedDeliveryRead,
    RetryCreate,
    Topic,
)
from services.kit.parked.statuses import ParkedStatus
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page


def parked_deliveries_router(service: str) -> APIRouter:
    """The routes of `service`: /v1/<service>/parked-deliveries, and operations named after it."""
    router = APIRouter(
        route_class=StrictRoute, prefix=f"/v1/{service}/parked-deliveries", tags=["deliveries"]
    )
    router.get(
        "",
        operation_id=f"list_{service}_parked_deliveries",
        response_model=Page[ParkedDeliveryRead],
        **operation(scope="deliveries:read", paged=True, response_example=examples.LIST_EXAMPLE),
    )(_list_parked_deliveries)
    router.get(
        "/{delivery_id}",
        operation_id=f"get_{service}_parked_delivery",
        response_model=ParkedDeliveryRead,
        **operation(
            scope="deliveries:read",
            resource="delivery",
            etag=True,
            response_example=examples.PARKED_EXAMPLE,
        ),
    )(_get_parked_delivery)
    router.post(
        "/{delivery_id}/retries",
        operation_id=f"post_{service}_parked_delivery_retry",
        status_code=201,
        response_model=ParkedDeliveryRead,
        **operation(
            scope="deliveries:retry",
            resource="delivery",
            key=True,
            if_match=True,
            body="json",
            errors=(TransitionNotAllowed,),
            request_example=examples.RETRY_CREATE_EXAMPLE,
            response_example=examples.RETRYING_EXAMPLE,
        ),
    )(_post_parked_delivery_retry)
    return router


async def _wanted(
    status: ParkedStatus | None = None,
    destination: Annotated[DestinationName | None, Query()] = None,
    topic: Annotated[Topic | None, Query()] = None,
    sort: Annotated[Literal["created_at", "-created_at"], Query()] = "-created_at",
) -> ParkedFilter:
    return ParkedFilter(status, destination, topic, newest_first=sort == "-created_at")


async def _list_parked_deliveries(
    wanted: Annotated[ParkedFilter, Depends(_wanted)], page: PageDep, sessions: SessionsDep
) -> Page[ParkedDeliveryRead]:
    """List the messages to neighbours that were given up, newest first.

    Also those that were tried again since, or delivered in the end.
    """
    return views.deliveries(await queries.parked_deliveries(sessions, wanted, page), page)


async def _get_parked_delivery(
    delivery_id: DeliveryId, sessions: SessionsDep, versioned: VersionedDep
) -> Response:
    """Show a message that was given up, with its latest attempts."""
    record = await queries.parked_delivery(sessions, delivery_id)
    # Attempts come without a new version: the latest tells two looks of one version apart.
    return versioned(views.delivery(record), record.version, record.look)


async def _post_parked_delivery_retry(
    delivery_id: DeliveryId, body: RetryCreate, ask: AskDep
) -> Response:
    """Have a parked message tried again, now and with all its attempts before it.

    What waits behind it in its aggregate follows once it is taken.
    """
    wanted = ask.rendering(views.delivery_retried)
    return response_of(await retry_delivery(delivery_id, body.reason, wanted))
