"""Where rails call back: no login, but a signature over the raw body."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.requests import Request

from services.disbursement.dependencies import CallsDep
from services.disbursement.payouts import examples
from services.disbursement.payouts.calls import read_call
from services.disbursement.payouts.domain.errors import CallbackNotTaken
from services.disbursement.payouts.schemas.read import CallbackTaken
from services.disbursement.payouts.use_cases.take_callback import take_callback
from services.kit.operations import operation
from services.kit.routing import StrictRoute

CALL_MAX_BYTES: Final = 64 * 1024

router: Final = APIRouter(route_class=StrictRoute, tags=["payouts"])

RailName = Annotated[
    str,
    Path(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="the rail's name", examples=["sandbox"]),
]


@router.post(
    "/v1/provider-callbacks/{rail}",
    response_model=CallbackTaken,
    **operation(
        scope=None,
        resource="catalogue",
        rate_class="callback",
        body="binary",
        accepts=("application/json",),
        body_max_bytes=CALL_MAX_BYTES,
        errors=(CallbackNotTaken,),
        response_example=examples.CALLBACK_TAKEN_EXAMPLE,
    ),
)
async def post_provider_callback(
    rail: RailName, request: Request, calls: CallsDep
) -> CallbackTaken:
    """Take what a payment rail tells of a transfer.

    Signed as Standard Webhooks asks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and
    not older than five minutes. Each event is taken once; what is about no order of ours is kept
    for a person and answered like any other. Whatever is not authentic is 400.
    """
    called = await read_call(rail, request, calls)
    await take_callback(called, calls.listening)
    return CallbackTaken(event_id=called.event_id)
