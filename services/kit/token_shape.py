"""What a signed token may look like before anybody believes a word of it.

A token is read here with plain JSON and base64 only: sizes first, then characters, then the
header. Nothing of it is trusted yet; `services.kit.jwt` verifies the signature.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

TOKEN_MAX_BYTES: Final = 8 * 1024
HEADER_SEGMENT_MAX_BYTES: Final = 1024
KEY_ID_MAX_CHARS: Final = 128

# Keys come from configured places only. A token that brings its own key, points at one, or asks
# for a meaning we do not implement (RFC 7515 4.1.11 `crit`, RFC 7797 `b64`) is refused outright.
FORBIDDEN_HEADERS: Final = frozenset({"jwk", "jku", "x5u", "x5c", "x5t", "crit", "b64", "zip"})

_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)


class TokenFault(StrEnum):
    """Why a token was refused. For logs and tests; the caller is only told `invalid_token`."""

    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    HEADER_FORBIDDEN = "header_forbidden"
    ALGORITHM = "algorithm"
    TYPE = "type"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE = "signature"
    CLAIM_MISSING = "claim_missing"
    CLAIM_FORM = "claim_form"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    LIFETIME = "lifetime"
    CLIENT = "client"
    BINDING = "binding"
    REPLAYED = "replayed"
    NOT_ALLOWED_HERE = "not_allowed_here"


class TokenRefused(Exception):
    """A token is not good. `fault` says why and must not leave the process except in a log."""

    def __init__(self, fault: TokenFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """The three header members we read: RFC 7515 `alg`, `kid` and `typ`."""

    algorithm: str
    key_id: str
    typ: str


def read_header(token: str) -> TokenHeader:
    """Return the header of a compact JWS, unverified. Raises TokenRefused."""
    header = _json_object(_segments(token)[0])
    if not FORBIDDEN_HEADERS.isdisjoint(header):
        raise TokenRefused(TokenFault.HEADER_FORBIDDEN)
    if any(isinstance(member, dict | list) for member in header.values()):
        raise TokenRefused(TokenFault.MALFORMED)
    algorithm, key_id, typ = (header.get(name) for name in ("alg", "kid", "typ"))
    if not isinstance(algorithm, str):
        raise TokenRefused(TokenFault.ALGORITHM)
    if not isinstance(key_id, str) or not 0 < len(key_id) <= KEY_ID_MAX_CHARS:
        raise TokenRefused(TokenFault.KEY_UNKNOWN)
    if not isinstance(typ, str):
        raise TokenRefused(TokenFault.TYPE)
    return TokenHeader(algorithm, key_id, typ)


def read_issuer(token: str) -> str:
    """Return the unverified `iss`, good only for choosing among configured issuers."""
    issuer = _json_object(_segments(token)[1]).get("iss")
    if not isinstance(issuer, str):
        raise TokenRefused(TokenFault.ISSUER)
    return issuer


def _segments(token: str) -> list[str]:
    if len(token) > TOKEN_MAX_BYTES:
        raise TokenRefused(TokenFault.TOO_LONG)
    if _COMPACT.fullmatch(token) is None:
        raise TokenRefused(TokenFault.MALFORMED)
    segments = token.split(".")
    if len(segments[0]) > HEADER_SEGMENT_MAX_BYTES:
        raise TokenRefused(TokenFault.TOO_LONG)
    # One token, one spelling: stray bits in a last character would give a second one.
    if any(_encoded(_decoded(segment)) != segment for segment in segments):
        raise TokenRefused(TokenFault.MALFORMED)
    return segments


def _json_object(segment: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(_decoded(segment).decode("utf-8"), object_pairs_hook=_without_twins)
    except Exception as error:  # a deep nest raises RecursionError, odd bytes UnicodeDecodeError
        raise TokenRefused(TokenFault.MALFORMED) from error
    if not isinstance(parsed, dict):
        raise TokenRefused(TokenFault.MALFORMED)
    return parsed


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise TokenRefused(TokenFault.MALFORMED)
    return members


def _decoded(segment: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as error:
        raise TokenRefused(TokenFault.MALFORMED) from error


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
