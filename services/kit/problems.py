"""The only file that knows both domain errors and HTTP: RFC 9457 problem documents."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from services.kit import telemetry
from services.kit.errors import DomainError, Fault, FieldError, InsufficientScope, Title
from services.kit.languages import Language, negotiate, say

MEDIA_TYPE: Final = "application/problem+json"

STATUS_OF: Final[Mapping[Fault, int]] = MappingProxyType(
    {
        Fault.UNREADABLE: HTTPStatus.BAD_REQUEST,
        Fault.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
        Fault.FORBIDDEN: HTTPStatus.FORBIDDEN,
        Fault.NOT_FOUND: HTTPStatus.NOT_FOUND,
        Fault.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
        Fault.CONFLICT: HTTPStatus.CONFLICT,
        Fault.PRECONDITION_FAILED: HTTPStatus.PRECONDITION_FAILED,
        Fault.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Fault.UNSUPPORTED_MEDIA: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Fault.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
        Fault.PRECONDITION_REQUIRED: HTTPStatus.PRECONDITION_REQUIRED,
        Fault.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
        Fault.HEADERS_TOO_LARGE: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        Fault.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
        Fault.BAD_GATEWAY: HTTPStatus.BAD_GATEWAY,
        Fault.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
        Fault.TIMED_OUT: HTTPStatus.GATEWAY_TIMEOUT,
    }
)


def problem_document(error: DomainError, *, language: Language, request_id: str) -> dict[str, Any]:
    """The RFC 9457 body of `error`: every member always there, nothing of the input in it."""
    title = say(error.title, language)
    detail = say(error.detail, language) if isinstance(error.detail, Title) else error.detail
    return {
        **error.extra,
        "type": f"/problems/{error.code}",
        "title": title,
        "status": int(STATUS_OF[error.fault]),
        "detail": detail or title,
        "instance": f"/requests/{request_id}",
        "code": error.code,
        "request_id": request_id,
        "retryable": error.retryable,
        "errors": [_field_document(wrong, language) for wrong in error.errors],
    }


def problem_response(error: DomainError, request: Request) -> Response:
    """The response that tells the caller of `error`, in the language they asked for."""
    language = negotiate(request.headers.get("accept-language"))
    document = problem_document(error, language=language, request_id=telemetry.current().request_id)
    return Response(
        content=json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(),
        status_code=document["status"],
        headers={"Content-Language": language, "Vary": "Accept-Language", **_headers(error)},
        media_type=MEDIA_TYPE,
    )


def _field_document(wrong: FieldError, language: Language) -> dict[str, str]:
    return {
        "pointer": wrong.pointer,
        "code": wrong.code,
        "message": say(wrong.message, language),
    }


def _headers(error: DomainError) -> dict[str, str]:
    headers: dict[str, str] = {}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.fault is Fault.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if isinstance(error, InsufficientScope):
        headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'
    return headers
