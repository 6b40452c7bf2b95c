"""Which exception becomes which refusal: the handlers every app installs."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.kit.errors import (
    DomainError,
    Invalid,
    MethodNotAllowed,
    NotFound,
    UnexpectedFailure,
    Unreadable,
)
from services.kit.field_errors import field_errors
from services.kit.problems import problem_response

_OF_STATUS: Final[Mapping[int, type[DomainError]]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
    HTTPStatus.BAD_REQUEST: Unreadable,
}


async def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return problem_response(error, request)


async def _invalid_request(request: Request, error: Exception) -> Response:
    """A path that spells no identifier is a place where nothing is; the rest is 422."""
    assert isinstance(error, RequestValidationError)
    findings = error.errors()
    if any(finding["loc"][0] == "path" for finding in findings):
        return problem_response(NotFound(), request)
    return problem_response(Invalid(errors=field_errors(findings, error.body)), request)


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    refusal = _OF_STATUS.get(error.status_code, UnexpectedFailure)()
    response = problem_response(refusal, request)
    if isinstance(refusal, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(allowed_methods(request))
    return response


def allowed_methods(request: Request) -> list[str]:
    """Every method some route of the app offers at this path; Starlette names one route's."""
    methods: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        pattern = getattr(context.original_route, "path_regex", None)
        if pattern is not None and pattern.match(request.scope["path"]):
            methods |= context.methods or set()
    return sorted(methods)


EXCEPTION_HANDLERS: Final[dict[int | type[Exception], Any]] = {
    DomainError: _domain_error,
    RequestValidationError: _invalid_request,
    HTTPException: _http_exception,
}
