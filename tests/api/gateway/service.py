"""A real service of ours with its own token check, as small as can be."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker
from starlette.requests import Request

from services.kit.app import build_app
from services.kit.clock import SystemClock
from services.kit.internal_tokens import InternalAuthenticator
from services.kit.operations import operation
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.routing import StrictRoute
from services.kit.schemas import ReadSchema
from services.kit.service_keys import PEERS_FILE


class CallerRead(ReadSchema):
    """Who the service believes is calling."""

    thing_id: str
    subject: str
    roles: list[str]
    scopes: list[str]
    partner: str | None
    acting_service: str


@dataclass(frozen=True)
class FrontSettings:
    """What the front door needs to know."""

    cors_origins: tuple[str, ...] = ()
    concurrency_max: int = 64


router = APIRouter(route_class=StrictRoute, prefix="/v1/things", tags=["things"])


def _told(thing_id: str, request: Request) -> CallerRead:
    caller = request.state.caller
    return CallerRead(
        thing_id=thing_id,
        subject=caller.subject,
        roles=sorted(caller.roles),
        scopes=sorted(caller.scopes),
        partner=None if caller.partner_id is None else str(caller.partner_id),
        acting_service=caller.acting_service,
    )


@router.get("/{thing_id}", **operation(scope="applications:read", resource="thing"))
async def read_thing(thing_id: str, request: Request) -> CallerRead:
    """Read one thing."""
    return _told(thing_id, request)


@router.get("/{thing_id}/parts", **operation(scope="applications:read", resource="thing"))
async def list_parts(thing_id: str, request: Request) -> CallerRead:
    """List the parts of one thing."""
    return _told(thing_id, request)


@router.put("/{thing_id}", **operation(scope="applications:write", resource="thing"))
async def replace_thing(thing_id: str, request: Request) -> CallerRead:
    """Replace one thing."""
    return _told(thing_id, request)


@router.post("/{thing_id}/use", **operation(scope="applications:write", resource="thing", key=True))
async def use_thing(thing_id: str, request: Request) -> CallerRead:
    """Use one thing."""
    return _told(thing_id, request)


def service(
    name: str, keys_dir: Path, allowed: dict[str, tuple[str, ...]] | None = None
) -> FastAPI:
    """Return the service `name` ("application"), trusting the keys in `keys_dir`."""
    peers = keys_dir / PEERS_FILE
    audience = f"svc:{name}"
    return build_app(
        service=name,
        settings=FrontSettings(),
        routers=[router],
        authenticator=(
            InternalAuthenticator(audience, peers)
            if allowed is None
            else InternalAuthenticator(audience, peers, allowed)
        ),
        resources=AppResources(
            sessions=async_sessionmaker(), clock=SystemClock(), cursors=CursorCodec(bytes(32))
        ),
    )
