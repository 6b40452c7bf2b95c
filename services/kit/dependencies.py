"""What a route asks for by annotation; everything was read at the door or handed in at start."""

import re
from typing import Annotated, Any, Final

from fastapi import Depends, Query
from pydantic import WithJsonSchema
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.requests import Request
from starlette.responses import Response

from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.context import Ask, Edit
from services.kit.errors import FieldError, InvalidQueryParameter, MalformedHeader, Title
from services.kit.etags import IF_NONE_MATCH_LENGTH_MAX, IfMatch
from services.kit.fingerprints import fingerprint_of
from services.kit.idempotency import Once
from services.kit.languages import Language, negotiate
from services.kit.pagination import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    CursorCodec,
    PageRequest,
    binding_of,
)
from services.kit.replies import Versioned
from services.kit.resources import AppResources

_PAGING: Final = frozenset({"limit", "cursor"})
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)

_LONG_IF_NONE_MATCH: Final = FieldError(
    "#header/If-None-Match", "too_long", Title("names too many versions", "列出的版本过多")
)


async def _resources(request: Request) -> AppResources:
    resources: AppResources = request.app.state.resources
    return resources


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


async def _if_match(request: Request) -> IfMatch | None:
    if_match: IfMatch | None = request.state.if_match
    return if_match


async def _versioned(request: Request) -> Versioned:
    sent = request.headers.get("if-none-match")
    if sent is not None and len(sent) > IF_NONE_MATCH_LENGTH_MAX:
        raise MalformedHeader(errors=[_LONG_IF_NONE_MATCH])
    return Versioned(sent)


ResourcesDep = Annotated[AppResources, Depends(_resources)]
CallerDep = Annotated[Caller, Depends(_caller)]
IfMatchDep = Annotated[IfMatch | None, Depends(_if_match)]
VersionedDep = Annotated[Versioned, Depends(_versioned)]


async def _sessions(resources: ResourcesDep) -> async_sessionmaker[AsyncSession]:
    return resources.sessions


async def _clock(resources: ResourcesDep) -> Clock:
    return resources.clock


async def _cursors(resources: ResourcesDep) -> CursorCodec:
    return resources.cursors


SessionsDep = Annotated[async_sessionmaker[AsyncSession], Depends(_sessions)]
ClockDep = Annotated[Clock, Depends(_clock)]
CursorsDep = Annotated[CursorCodec, Depends(_cursors)]


async def _once(request: Request, caller: CallerDep) -> Once[Any]:
    return Once(
        principal=caller.principal,
        route=request.state.route,
        key=request.state.idempotency_key,
        fingerprint=await fingerprint_of(request),
    )


OnceDep = Annotated[Once[Any], Depends(_once)]


async def _edit(
    caller: CallerDep, clock: ClockDep, sessions: SessionsDep, if_match: IfMatchDep
) -> Edit:
    return Edit(caller, clock, sessions, if_match)


EditDep = Annotated[Edit, Depends(_edit)]


async def _ask(edit: EditDep, once: OnceDep) -> Ask[Any]:
    return Ask(edit.caller, edit.clock, edit.sessions, edit.if_match, once)


AskDep = Annotated[Ask[Any], Depends(_ask)]

# Read as text: a number would be coerced ("１０", "1_0"), and paging never coerces.
_LimitText = Annotated[
    str | None,
    Query(description=f"how many rows a page shows at most; {LIMIT_DEFAULT} when not given"),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LIMIT_MAX}),
]
_CursorText = Annotated[
    str | None,
    Query(description="`next_cursor` of the page before, with the same filters"),
    WithJsonSchema({"type": "string", "maxLength": CURSOR_LENGTH_MAX}),
]


async def _page(
    request: Request,
    caller: CallerDep,
    resources: ResourcesDep,
    limit: _LimitText = None,
    cursor: _CursorText = None,
) -> PageRequest:
    filters = [pair for pair in request.query_params.multi_items() if pair[0] not in _PAGING]
    binding = binding_of(caller.principal, request.url.path, filters)
    codec, now = resources.cursors, resources.clock.now()
    return PageRequest(
        limit=_read_limit(limit),
        cursor=None if cursor is None else codec.open(cursor, binding=binding, now=now),
        seal=lambda place: codec.seal(place, binding=binding, now=now),
    )


def _read_limit(text: str | None) -> int:
    if text is None:
        return LIMIT_DEFAULT
    if not _WHOLE.fullmatch(text) or int(text) > LIMIT_MAX:
        message = Title(f"must be 1 to {LIMIT_MAX}", f"必须在 1 至 {LIMIT_MAX} 之间")
        raise InvalidQueryParameter(errors=[FieldError("#query/limit", "out_of_range", message)])
    return int(text)


PageDep = Annotated[PageRequest, Depends(_page)]


async def _language(request: Request, response: Response) -> Language:
    """The language to answer in, which the answer says of itself."""
    language = negotiate(request.headers.get("accept-language"))
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return language


LanguageDep = Annotated[Language, Depends(_language)]
