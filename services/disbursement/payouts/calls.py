"""A call back as it comes: checked over its raw bytes, then read as its rail writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.requests import Request

from services.disbursement.domain.transfers import Transfer
from services.disbursement.payouts.domain.errors import CallbackNotTaken
from services.disbursement.payouts.hearing_calls import Called, Listening
from services.disbursement.rails.callback_secrets import CallbackSecrets
from services.disbursement.rails.sandbox import NAME as SANDBOX
from services.disbursement.rails.sandbox_wire import CallTold
from services.disbursement.rails.signatures import Envelope, NotAuthentic, verified_event_id
from services.kit.clock import Clock
from services.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Calls:
    """The secrets by rail, the machine's own clock, and with what is heard."""

    secrets: Mapping[str, CallbackSecrets]
    machine_clock: Clock
    listening: Listening


async def read_call(rail: str, request: Request, calls: Calls) -> Called:
    """The call, authentic. Raises `NotFound` for a rail nobody has, `CallbackNotTaken`."""
    secrets = calls.secrets.get(rail)
    if secrets is None:
        raise NotFound
    body = b"".join([piece async for piece in request.stream()])
    envelope = Envelope(
        event_id=_only(request, "webhook-id"),
        timestamp=_only(request, "webhook-timestamp"),
        signature=_only(request, "webhook-signature"),
    )
    try:
        event_id = verified_event_id(envelope, body, secrets, calls.machine_clock.now())
    except NotAuthentic:
        raise CallbackNotTaken from None
    return Called(rail, event_id, body, _READERS[rail](body))


def _only(request: Request, name: str) -> str | None:
    sent = request.headers.getlist(name)
    return sent[0] if len(sent) == 1 else None


def _sandbox(body: bytes) -> Transfer | None:
    try:
        return CallTold.model_validate_json(body).data.transfer()
    except ValidationError:
        return None


_READERS: Mapping[str, Callable[[bytes], Transfer | None]] = {SANDBOX: _sandbox}
