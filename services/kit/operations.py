"""What one operation asks of its caller: read by the route, the reference and the gateway alike."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, Literal, TypedDict, Unpack

from starlette.responses import Response

from services.kit import errors
from services.kit.deadlines import DeadlinePassed
from services.kit.errors import DomainError
from services.kit.etags import IF_MATCH_PATTERN
from services.kit.problems import MEDIA_TYPE, STATUS_OF, problem_document
from services.kit.strict_json import BODY_MAX_BYTES

JSON: Final = "application/json"
SECURITY_SCHEME: Final = "oauth"
EXAMPLE_REQUEST_ID: Final = "req_01h455vb4pex5vsknk084sn02q"

RateClass = Literal["standard", "money", "search", "login", "callback"]
Exposure = Literal["public", "internal"]
BodyKind = Literal["json", "binary", "none"]


class Terms(TypedDict, total=False):
    """The terms of one operation; all but `scope` have defaults."""

    scope: str | None  # None: open to everybody, also anonymous callers
    resource: str | None  # the ownership rule of a path with an id; "catalogue": same for all
    key: bool  # Idempotency-Key required
    if_match: bool  # If-Match required
    etag: bool  # a success carries an ETag
    paged: bool  # takes limit and cursor
    errors: tuple[type[DomainError], ...]  # beyond the automatic ones
    request_example: Mapping[str, Any] | None
    response_example: Mapping[str, Any] | None
    rate_class: RateClass
    exposure: Exposure
    sandbox: bool  # there in sandbox mode only; the gateway's table and document too
    body: BodyKind
    body_max_bytes: int
    accepts: tuple[str, ...]  # media types of a binary body, which the route streams
    produces: tuple[str, ...]  # media types of the success, when it is not JSON alone


_DEFAULTS: Final[Terms] = {
    "resource": None,
    "key": False,
    "if_match": False,
    "etag": False,
    "paged": False,
    "errors": (),
    "request_example": None,
    "response_example": None,
    "rate_class": "standard",
    "exposure": "public",
    "sandbox": False,
    "body": "none",
    "body_max_bytes": BODY_MAX_BYTES,
    "accepts": (),
    "produces": (),
}


def operation(**given: Unpack[Terms]) -> dict[str, Any]:
    """Keyword arguments for a FastAPI route decorator that carry the operation's terms.

    `scope` must be given, even when it is None: an open operation is a decision.
    """
    if "scope" not in given:
        raise TypeError("an operation says its scope; None makes it open to everybody")
    terms: Terms = {**_DEFAULTS, **given}
    faults = tuple(dict.fromkeys((*_automatic(terms), *terms["errors"])))
    keywords: dict[str, Any] = {
        "openapi_extra": {**_extensions(terms), **_request(terms), **_catalogue(faults)},
        "responses": _problem_responses(faults),
    }
    if terms["produces"] and JSON not in terms["produces"]:
        keywords["response_class"] = Response
    return keywords


def _automatic(terms: Terms) -> Iterator[type[DomainError]]:
    """The errors every operation with such terms can answer."""
    yield from (errors.UnknownQueryParameter, errors.Unauthenticated, errors.Invalid)
    yield from (errors.RateLimited, errors.UnexpectedFailure, errors.DatabaseUnavailable)
    yield DeadlinePassed
    if terms["scope"] is not None:
        yield from (errors.InsufficientScope, errors.Forbidden)
    if terms["resource"] is not None:
        yield errors.NotFound
    if terms["key"]:
        yield from (errors.IdempotencyKeyMissing, errors.IdempotencyKeyReused)
        yield errors.IdempotencyInFlight
    if terms["if_match"]:
        yield from (errors.MalformedHeader, errors.PreconditionFailed, errors.PreconditionRequired)
    if terms["paged"]:
        yield from (errors.InvalidQueryParameter, errors.InvalidCursor)
    if terms["body"] == "none":
        yield errors.BodyNotExpected
    else:
        yield from (errors.Unreadable, errors.TooLarge, errors.UnsupportedMedia)


def _extensions(terms: Terms) -> dict[str, Any]:
    """The `x-` members: the terms in a form that gateway, matrix tests and routes read back."""
    has_body = terms["body"] != "none"
    return {
        "x-exposure": terms["exposure"],
        **({"x-sandbox": True} if terms["sandbox"] else {}),
        "x-scope": terms["scope"],
        "x-resource": terms["resource"],
        "x-idempotency": terms["key"],
        "x-if-match": terms["if_match"],
        "x-etag": terms["etag"] or terms["if_match"],
        "x-rate-class": terms["rate_class"],
        "x-body": terms["body"],
        "x-body-max-bytes": terms["body_max_bytes"] if has_body else 0,
        "x-body-media-types": list(_media_types(terms)),
        "x-produces": list(terms["produces"] or (JSON,)),
        "x-request-example": terms["request_example"],
        "x-response-example": terms["response_example"],
        "security": [] if terms["scope"] is None else [{SECURITY_SCHEME: [terms["scope"]]}],
    }


def _media_types(terms: Terms) -> tuple[str, ...]:
    if terms["body"] == "json":
        return (JSON,)
    return terms["accepts"] if terms["body"] == "binary" else ()


def _request(terms: Terms) -> dict[str, Any]:
    described: dict[str, Any] = {}
    if parameters := [*_header_parameters(terms)]:
        described["parameters"] = parameters
    if terms["body"] == "binary":
        content = {
            media: {"schema": {"type": "string", "format": "binary"}} for media in terms["accepts"]
        }
        described["requestBody"] = {"required": True, "content": content}
    return described


def _header_parameters(terms: Terms) -> Iterator[dict[str, Any]]:
    if terms["key"]:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "Names this one effect: 1 to 255 printable ASCII characters. The same "
            "key and request give the same answer, marked `Idempotent-Replayed: true`.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "example": "6f1c2b0e-8d0c-4b57-9c40-3a1f0d8a7a11",
        }
    if terms["if_match"]:
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": "The ETag you last read; a newer version answers 412.",
            "schema": {"type": "string", "pattern": f"^{IF_MATCH_PATTERN}$"},
            "example": '"1"',
        }


def _catalogue(faults: tuple[type[DomainError], ...]) -> dict[str, Any]:
    return {"x-problems": {fault.code: entry_of(fault) for fault in faults}}


def entry_of(fault: type[DomainError]) -> dict[str, Any]:
    """What the catalogue of problems says of `fault`."""
    return {
        "status": int(STATUS_OF[fault.fault]),
        "title": {"en": fault.title.en, "zh": fault.title.zh},
        "retryable": fault.retryable,
    }


def _problem_responses(faults: tuple[type[DomainError], ...]) -> dict[int | str, dict[str, Any]]:
    responses: dict[int | str, dict[str, Any]] = {}
    for fault in sorted(faults, key=lambda fault: (STATUS_OF[fault.fault], fault.code)):
        status = STATUS_OF[fault.fault]
        response = responses.setdefault(
            int(status),
            {
                "description": HTTPStatus(status).phrase,
                "content": {
                    MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
                },
            },
        )
        response["content"][MEDIA_TYPE]["examples"][fault.code] = {"value": example_of(fault)}
    return responses


def example_of(fault: type[DomainError]) -> dict[str, Any]:
    """The problem document of `fault` as the reference shows it."""
    return problem_document(_bare(fault), language="en", request_id=EXAMPLE_REQUEST_ID)


def _bare(fault: type[DomainError]) -> DomainError:
    """An occurrence of `fault` without particulars, whatever its own constructor asks for."""
    error = fault.__new__(fault)
    DomainError.__init__(error)
    return error
