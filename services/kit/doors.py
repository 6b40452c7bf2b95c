"""The door of every operation: who, may they, is the request in its form; only then the route.

FastAPI reads a body before it resolves dependencies, so what must come first comes here.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, get_args, get_origin

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.requests import Request

from services.kit.bodies import read_json, refuse_body, stream_binary
from services.kit.caller import Caller
from services.kit.deadlines import require_in_time
from services.kit.errors import (
    FieldError,
    Forbidden,
    InsufficientScope,
    MalformedHeader,
    NotFound,
    PreconditionRequired,
    Title,
    UnknownQueryParameter,
    Unreadable,
)
from services.kit.etags import IfMatch, parse_if_match
from services.kit.key_headers import require_key
from services.kit.operations import BodyKind
from services.kit.roles import may

_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")
_REPLACEMENT: Final = "\ufffd"  # what undecodable bytes of a query become


class Authenticator(Protocol):
    """Finds out who is calling; raises `Unauthenticated` when a token does not hold."""

    async def __call__(self, request: Request, route_template: str) -> Caller: ...


@dataclass(frozen=True, slots=True)
class Door:
    """What one route demands, worked out once from the terms in its `x-` members."""

    template: str
    scope: str | None
    needs_key: bool
    needs_if_match: bool
    body: BodyKind
    body_max_bytes: int
    media_types: tuple[str, ...]
    query_names: frozenset[str]
    repeatable: frozenset[str]

    @classmethod
    def of(cls, route: APIRoute) -> Self:
        """The door of `route`; raises TypeError when its terms and its signature disagree."""
        terms = route.openapi_extra or {}
        _require_agreement(route, terms)
        parameters = get_flat_params(route.dependant)
        query = [field for field in parameters if isinstance(field.field_info, Query)]
        return cls(
            template=route.path_format,
            scope=terms["x-scope"],
            needs_key=terms["x-idempotency"],
            needs_if_match=terms["x-if-match"],
            body=terms["x-body"],
            body_max_bytes=terms["x-body-max-bytes"],
            media_types=tuple(terms["x-body-media-types"]),
            query_names=frozenset(field.alias for field in query),
            repeatable=frozenset(
                field.alias for field in query if _is_list(field.field_info.annotation)
            ),
        )

    @property
    def is_read_once(self) -> bool:
        """Whether the body streams past: what is done with it cannot be begun anew."""
        return self.body == "binary"

    async def admit(self, request: Request) -> Request:
        """The request, its caller known and its body read; raises the first rule it breaks."""
        request.state.caller = await self._authorised(request)
        request.state.route = f"{request.method} {self.template}"
        self._require_path(request)
        self._require_query(request)
        request.state.idempotency_key = self._key(request)
        request.state.if_match = self._if_match(request)
        admitted = await self._with_body(request)
        require_in_time()  # the last moment before the work begins
        return admitted

    async def _authorised(self, request: Request) -> Caller:
        authenticator: Authenticator = request.app.state.authenticator
        caller = await authenticator(request, self.template)
        if self.scope is not None:
            if self.scope not in caller.scopes:
                raise InsufficientScope
            if not may(caller.roles, self.scope):
                raise Forbidden
        return caller

    def _require_path(self, request: Request) -> None:
        if any(_CONTROL.search(str(part)) for part in request.path_params.values()):
            raise NotFound

    def _require_query(self, request: Request) -> None:
        seen: set[str] = set()
        for name, value in request.query_params.multi_items():
            if name not in self.query_names or (name in seen and name not in self.repeatable):
                raise UnknownQueryParameter(_known(self.query_names))
            if _CONTROL.search(value) or _REPLACEMENT in value:
                raise Unreadable(Title("A query value is not plain text.", "查询参数不是纯文本。"))
            seen.add(name)

    def _key(self, request: Request) -> str | None:
        if not self.needs_key:
            return None
        return require_key(request.headers.getlist("idempotency-key"))

    def _if_match(self, request: Request) -> IfMatch | None:
        if not self.needs_if_match:
            return None
        sent = request.headers.getlist("if-match")
        if not sent:
            raise PreconditionRequired
        if len(sent) > 1:
            raise MalformedHeader(errors=[_ONE_IF_MATCH])
        return parse_if_match(sent[0])

    async def _with_body(self, request: Request) -> Request:
        if self.body == "json":
            return await read_json(request, max_bytes=self.body_max_bytes)
        if self.body == "binary":
            return stream_binary(
                request, max_bytes=self.body_max_bytes, media_types=self.media_types
            )
        refuse_body(request)
        return request


_ONE_IF_MATCH: Final = FieldError(
    "#header/If-Match", "repeated", Title("must be sent once", "只能出现一次")
)


def _known(names: frozenset[str]) -> Title:
    listed = ", ".join(sorted(names)) or "-"
    return Title(f"Known here, each once: {listed}.", f"此处支持的参数（每个一次）：{listed}。")


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is list or any(_is_list(part) for part in get_args(annotation))


def _require_agreement(route: APIRoute, terms: dict[str, Any]) -> None:
    """A route and its terms are written side by side and must say the same."""
    name = f"{sorted(route.methods or ())} {route.path_format}"
    if "x-scope" not in terms:
        raise TypeError(f"{name} has no terms: add **operation(...)")
    if (route.body_field is not None) != (terms["x-body"] == "json"):
        raise TypeError(f'{name}: body="json" and a body parameter go together')
    if terms["x-body"] == "binary" and (terms["x-idempotency"] or not terms["x-body-media-types"]):
        raise TypeError(f"{name}: a binary body says what it accepts, and is safe by If-Match")
    if ("{" in route.path_format) != (terms["x-resource"] is not None):
        raise TypeError(f"{name}: a path with an id names the rule of its resource, others none")
    if not (route.endpoint.__doc__ or "").strip():
        raise TypeError(f"{name} needs a docstring: it is the reference's text")
