"""A tiny service of invented things, behind the real front door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import APIRouter, FastAPI, Query
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import async_sessionmaker
from starlette.requests import Request
from starlette.responses import Response

from services.kit.app import build_app
from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.dependencies import AskDep, CallerDep, EditDep, PageDep, VersionedDep
from services.kit.errors import Conflict, DatabaseUnavailable, Title, Unauthenticated
from services.kit.etags import require_version
from services.kit.identifiers import new_id
from services.kit.operations import operation
from services.kit.pagination import Cursor, CursorCodec, page_of
from services.kit.reply import Reply
from services.kit.resources import AppResources
from services.kit.roles import Role
from services.kit.routing import StrictRoute
from services.kit.schemas import (
    DateIn,
    InstantIn,
    MoneyIn,
    Page,
    RateIn,
    ReadSchema,
    Schema,
    ShortText,
    TypeId,
    WholeNumber,
)
from tests.fixed_clock import FixedClock

THING = "thing"
BODY_MAX_BYTES = 1_000_000
DOCUMENT_MAX_BYTES = 2_000


class ThingBroken(Conflict):
    """What can go wrong with a thing."""

    code = "thing_broken"
    title = Title("The thing is broken", "物件已损坏")


class ThingCreate(Schema):
    """A new thing."""

    price: MoneyIn
    label: Annotated[str, ShortText(100)]
    note: str | None = None
    rate: RateIn | None = None
    made_on: DateIn | None = None
    sold_at: InstantIn | None = None
    parent_id: Annotated[UUID, TypeId(THING)] | None = None
    tags: tuple[Annotated[str, ShortText(20)], ...] = ()


class ThingRead(ReadSchema):
    """A thing."""

    thing_id: Annotated[UUID, TypeId(THING)]
    label: str


def thing_reply(thing: ThingRead) -> Reply:
    """How a thing made is answered."""
    return Reply(201, thing.model_dump_json().encode())


ThingId = Annotated[UUID, TypeId(THING)]
router = APIRouter(route_class=StrictRoute, prefix="/v1/things", tags=["things"])


@router.post(
    "",
    status_code=201,
    response_model=ThingRead,
    **operation(
        scope="applications:write",
        key=True,
        body="json",
        body_max_bytes=BODY_MAX_BYTES,
        errors=(ThingBroken,),
        request_example={"price": {"amount": 1, "currency": "CNY"}, "label": "vase", "note": None},
        response_example={"thing_id": "thing_01h455vb4pex5vsknk084sn02q", "label": "vase"},
    ),
)
async def make_thing(thing: ThingCreate, ask: AskDep, request: Request) -> ThingRead:
    """Make a thing.

    It is new.
    """
    request.app.state.made.append((thing, ask.rendering(thing_reply).once))
    return ThingRead(thing_id=new_id(), label=thing.label)


@router.get("", response_model=Page[ThingRead], **operation(scope="applications:read", paged=True))
async def list_things(
    page: PageDep,
    status: Annotated[str | None, Query(max_length=20)] = None,
    months: Annotated[int | None, WholeNumber(1, 360), Query()] = None,
) -> Page[ThingRead]:
    """List things."""
    shown = [ThingRead(thing_id=UUID(int=n), label=f"{status} {months}") for n in range(101)]
    start = 0 if page.cursor is None else page.cursor.id.int + 1
    return page_of(
        shown[start : start + page.limit + 1],
        page,
        place=lambda thing: Cursor(FixedClock().now(), thing.thing_id),
        read=lambda thing: thing,
    )


@router.get(
    "/{thing_id}",
    response_model=ThingRead,
    **operation(scope="applications:read", resource="application", etag=True),
)
async def show_thing(thing_id: ThingId, versioned: VersionedDep) -> Response:
    """Show a thing."""
    return versioned(ThingRead(thing_id=thing_id, label="vase"), 3)


@router.patch(
    "/{thing_id}",
    response_model=ThingRead,
    **operation(scope="applications:write", resource="application", if_match=True, body="json"),
)
async def amend_thing(thing_id: ThingId, thing: ThingCreate, edit: EditDep) -> ThingRead:
    """Amend a thing."""
    require_version(3, edit.if_match)
    return ThingRead(thing_id=thing_id, label=thing.label)


@router.put(
    "/{thing_id}/document",
    status_code=204,
    **operation(
        scope="applications:write",
        resource="application",
        body="binary",
        body_max_bytes=DOCUMENT_MAX_BYTES,
        accepts=("application/pdf",),
    ),
)
async def put_document(thing_id: ThingId, request: Request) -> None:
    """Keep a thing's document."""
    request.app.state.made.append((thing_id, b"".join([c async for c in request.stream()])))


@router.post(
    "/{thing_id}/breakages",
    status_code=204,
    **operation(scope="applications:review", resource="application", errors=(ThingBroken,)),
)
async def break_thing(thing_id: ThingId, request: Request) -> None:
    """Break a thing, each in its own way; one of several ways at a time, until none is left."""
    breakage = request.app.state.breakages[thing_id]
    if isinstance(breakage, list):
        if breakage:
            raise breakage.pop()
        return
    raise breakage


@router.get("/public/{code}", **operation(scope=None, resource="catalogue"))
async def show_code(code: str, caller: CallerDep) -> dict[str, str]:
    """Show what everybody may see."""
    return {"code": code, "principal": caller.principal}


twin = APIRouter(route_class=StrictRoute, prefix="/v1/things", tags=["things"])


@twin.delete(
    "/{thing_id}", status_code=204, **operation(scope="applications:write", resource="application")
)
async def drop_thing(thing_id: ThingId) -> None:
    """Drop a thing."""


@dataclass
class KnownCallers:
    """An authenticator that knows its callers by name, as `Bearer <name>`."""

    callers: dict[str, Caller]
    templates: list[str] = field(default_factory=list)

    async def __call__(self, request: Request, route_template: str) -> Caller:
        """The caller named; raises `Unauthenticated` for a stranger."""
        self.templates.append(route_template)
        name = request.headers.get("authorization", "").removeprefix("Bearer ")
        if name not in self.callers:
            raise Unauthenticated
        return self.callers[name]


@dataclass(frozen=True)
class Doors:
    """What the settings of a tiny service say."""

    cors_origins: tuple[str, ...] = ("https://app.example",)
    concurrency_max: int = 50


def a_caller(name: str, role: Role, *scopes: str) -> Caller:
    """A caller with one role and these scopes."""
    return Caller(name, frozenset({role}), frozenset(scopes), None, "svc:gateway", "req_test")


def callers() -> KnownCallers:
    """Alice and Bob borrow, Olga reviews, Eve has an officer's scope and a borrower's role."""
    own = ("applications:read", "applications:write")
    return KnownCallers(
        {
            "alice": a_caller("alice", Role.BORROWER, *own),
            "bob": a_caller("bob", Role.BORROWER, *own),
            "olga": a_caller("olga", Role.LOAN_OFFICER, "applications:read", "applications:review"),
            "eve": a_caller("eve", Role.BORROWER, "applications:review"),
            "anybody": Caller(
                "anonymous", frozenset(), frozenset(), None, "svc:gateway", "req_test"
            ),
        }
    )


def things_app(clock: Clock | None = None, doors: Doors = Doors()) -> FastAPI:
    """The tiny service; nothing it does needs a database."""
    resources = AppResources(
        sessions=async_sessionmaker(),
        clock=clock or FixedClock(),
        cursors=CursorCodec(b"k" * 32),
    )
    app = build_app(
        service="things",
        settings=doors,
        routers=[router, twin],
        authenticator=callers(),
        resources=resources,
    )
    app.state.made = []
    app.state.breakages = {
        UUID(int=1): ThingBroken("It fell."),
        UUID(int=2): KeyError("secret-canary"),
        UUID(int=3): DatabaseUnavailable(),
        UUID(int=4): PoolTimeout(),
    }
    return app


@asynccontextmanager
async def knocking(app: FastAPI, name: str = "alice") -> AsyncIterator[httpx.AsyncClient]:
    """A client that calls the app as `name`; a failure of the app fails the test."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://things", headers={"Authorization": f"Bearer {name}"}
    ) as client:
        yield client
