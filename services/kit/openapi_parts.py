"""The parts every reference document shares: problems, headers, and how to log in."""

from typing import Any, Final

from services.kit.etags import IF_MATCH_PATTERN, IF_NONE_MATCH_LENGTH_MAX
from services.kit.operations import SECURITY_SCHEME
from services.kit.roles import SCOPES

_FIELD_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "FieldProblem",
    "description": "One wrong field.",
    "required": ["pointer", "code", "message"],
    "properties": {
        "pointer": {
            "type": "string",
            "maxLength": 1000,
            "description": "RFC 6901 pointer into the body, or `#query/name`, `#header/name`",
            "examples": ["/amount/currency"],
        },
        "code": {"type": "string", "maxLength": 100, "examples": ["missing"]},
        "message": {"type": "string", "maxLength": 1000, "examples": ["is required"]},
    },
}

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457). Decide by `code`; show `title`.",
    "required": [
        *("type", "title", "status", "detail", "instance"),
        *("code", "request_id", "retryable", "errors"),
    ],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "maxLength": 200},
        "title": {"type": "string", "maxLength": 200},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "maxLength": 1000},
        "instance": {"type": "string", "format": "uri-reference", "maxLength": 200},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,99}$"},
        "request_id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
        "retryable": {
            "type": "boolean",
            "description": "whether the same request may succeed later, unchanged",
        },
        "errors": {
            "type": "array",
            "maxItems": 50,
            "items": {"$ref": "#/components/schemas/FieldProblem"},
        },
    },
}

PROBLEM_SCHEMAS: Final = {"FieldProblem": _FIELD_PROBLEM, "Problem": _PROBLEM}

HEADERS: Final[dict[str, Any]] = {
    "ETag": {
        "required": True,
        "description": "The version of what is shown; send it back in If-Match.",
        "schema": {"type": "string", "pattern": f"^{IF_MATCH_PATTERN}$", "examples": ['"1"']},
    },
    "Idempotent-Replayed": {
        "description": "There, and `true`, when this is the answer the key was given before.",
        "schema": {"type": "string", "const": "true"},
    },
    "Location": {
        "description": "The path of what was created, where it has one of its own.",
        "schema": {"type": "string", "format": "uri-reference", "maxLength": 200},
    },
    "Retry-After": {
        "description": "Whole seconds to wait before trying again, where that may help.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 3600},
    },
    "WWW-Authenticate": {
        "description": "The challenge of RFC 6750.",
        "schema": {"type": "string", "maxLength": 200},
    },
    "X-Request-Id": {
        "required": True,
        "description": "Names this request in our logs and audit; yours, if you sent a proper one.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
}

IF_NONE_MATCH: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags you have; 304 answers that one of them is still current.",
    "schema": {"type": "string", "maxLength": IF_NONE_MATCH_LENGTH_MAX},
}

NOT_MODIFIED: Final[dict[str, Any]] = {
    "description": "Not Modified",
    "headers": {
        "ETag": {"$ref": "#/components/headers/ETag"},
        "X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"},
    },
}

_SCOPES_BY_NAME: Final = {scope: scope.replace(":", ": ") for scope in sorted(SCOPES)}

SECURITY_SCHEMES: Final[dict[str, Any]] = {
    SECURITY_SCHEME: {
        "type": "oauth2",
        "description": "Access tokens (RFC 9068) of the configured issuer, audience `xiaowei`.",
        "flows": {
            "password": {"tokenUrl": "/oauth/token", "scopes": _SCOPES_BY_NAME},
            "clientCredentials": {"tokenUrl": "/oauth/token", "scopes": _SCOPES_BY_NAME},
        },
    }
}


def header_refs(**wanted: bool) -> dict[str, Any]:
    """References to the shared headers: always X-Request-Id, others by keyword.

    Keywords: etag, location, replay, retry, challenge.
    """
    names = [
        "X-Request-Id",
        *(_BY_KEYWORD[word] for word, is_wanted in wanted.items() if is_wanted),
    ]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(names)}


_BY_KEYWORD: Final = {
    "etag": "ETag",
    "location": "Location",
    "replay": "Idempotent-Replayed",
    "retry": "Retry-After",
    "challenge": "WWW-Authenticate",
}
