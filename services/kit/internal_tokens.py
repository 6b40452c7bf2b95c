"""Who calls whom inside: short ES256 tokens for one audience, one method and one path.

The ideas are those of RFC 7523 (a signed assertion per caller), RFC 8693 (`act`) and RFC 9449
(`htm`, `htu`). A token of a GET names the route's template, so that the gateway may use it again
for half a minute; any other method's names the concrete path and the Idempotency-Key, and is
taken once.
"""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from starlette.requests import Request

from services.kit.caller import Caller
from services.kit.clock import Clock, SystemClock
from services.kit.errors import Unauthenticated
from services.kit.expiring_cache import ExpiringCache
from services.kit.identifiers import typeid_of, uuid_of
from services.kit.jwt import ES256, TokenProfile, sign, verify
from services.kit.roles import Role
from services.kit.service_keys import load_peers, load_signing_key
from services.kit.telemetry import current
from services.kit.token_shape import TokenFault, TokenRefused, read_issuer

TYP: Final = "svc+jwt"
LIFETIME_S: Final = 60
ISSUED_AHEAD_MAX_S: Final = 5  # clocks of one cluster; expiry gets no leeway at all
REUSABLE_METHODS: Final = frozenset({"GET", "HEAD"})
VERIFIED_MAX: Final = 10_000
SEEN_MAX: Final = 200_000
GATEWAY: Final = "svc:gateway"
GATEWAY_ONLY: Final[Mapping[str, tuple[str, ...]]] = {GATEWAY: ("/v1/",)}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InternalClaims:
    """What one internal token says.

    `target` is the route template for GET and HEAD, else the concrete path, never with a query.
    `idempotency_key` is the header's value; only its digest travels.
    """

    audience: str
    subject: str
    method: str
    target: str
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    partner_id: UUID | None = None
    idempotency_key: str | None = None


class InternalSigner:
    """Mints the tokens of one service with its own key."""

    def __init__(self, key_file: Path, issuer: str, clock: Clock | None = None) -> None:
        self.issuer = issuer
        self._key = load_signing_key(key_file)
        self._clock = clock or SystemClock()

    def mint(self, claims: InternalClaims) -> str:
        """Return a fresh token of LIFETIME_S seconds."""
        issued_s = int(self._clock.now().timestamp())
        members: dict[str, Any] = {
            "iss": self.issuer,
            "aud": claims.audience,
            "sub": claims.subject,
            "act": {"sub": self.issuer},
            "roles": sorted(claims.roles),
            "scope": " ".join(sorted(claims.scopes)),
            "htm": claims.method,
            "htu": claims.target,
            "jti": secrets.token_urlsafe(16),
            "iat": issued_s,
            "exp": issued_s + LIFETIME_S,
        }
        if claims.partner_id is not None:
            members["partner"] = typeid_of("partner", claims.partner_id)
        if claims.idempotency_key is not None:
            members["idk"] = key_digest(claims.idempotency_key)
        return sign(members, key=self._key, typ=TYP)


@dataclass(frozen=True, slots=True)
class _Verified:
    issuer: str
    subject: str
    roles: frozenset[Role]
    scopes: frozenset[str]
    partner_id: UUID | None
    method: str
    target: str
    key_digest: str | None
    token_id: str
    expires_s: int


@dataclass
class InternalAuthenticator:
    """Turns a request's internal token into a Caller, or raises Unauthenticated.

    `audience` is this service ("svc:application"), `peers` the JWK set file of the neighbours and
    `allowlist` which route prefixes each of them may call.
    """

    audience: str
    peers: Path
    allowlist: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: GATEWAY_ONLY)
    clock: Clock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self._keys = load_peers(self.peers)
        self._verified: ExpiringCache[bytes, _Verified] = ExpiringCache(VERIFIED_MAX)
        self._seen: dict[str, int] = {}

    async def __call__(self, request: Request, route_template: str) -> Caller:
        """Verify the token against this very request; every refusal looks the same outside."""
        try:
            verified = self._check(request, route_template)
        except TokenRefused as refused:
            _log.warning("internal token refused", extra={"reason": refused.fault.value})
            raise Unauthenticated from refused
        return Caller(
            subject=verified.subject,
            roles=verified.roles,
            scopes=verified.scopes,
            partner_id=verified.partner_id,
            acting_service=verified.issuer,
            request_id=current().request_id,
        )

    def _check(self, request: Request, route_template: str) -> _Verified:
        token, now_s = bearer_token(request), self.clock.now().timestamp()
        verified = self._read(token, request.method, now_s)
        if verified.method != request.method:
            raise TokenRefused(TokenFault.BINDING)
        if not route_template.startswith(self.allowlist.get(verified.issuer, ())):
            raise TokenRefused(TokenFault.NOT_ALLOWED_HERE)
        if request.method in REUSABLE_METHODS:
            if verified.target != route_template:
                raise TokenRefused(TokenFault.BINDING)
        else:
            self._check_once(verified, request, now_s)
        return verified

    def _read(self, token: str, method: str, now_s: float) -> _Verified:
        if method not in REUSABLE_METHODS:
            return self._verify(token, now_s)
        fingerprint = hashlib.sha256(token.encode("ascii", "replace")).digest()
        verified = self._verified.get(fingerprint, now_s=now_s)
        if verified is None:
            verified = self._verify(token, now_s)
            self._verified.put(fingerprint, verified, until_s=verified.expires_s)
        return verified

    def _verify(self, token: str, now_s: float) -> _Verified:
        issuer = read_issuer(token)
        keys = self._keys.get(issuer)
        if keys is None:
            raise TokenRefused(TokenFault.ISSUER)
        profile = TokenProfile(
            issuer=issuer,
            audience=self.audience,
            algorithm=ES256,
            typ=TYP,
            lifetime_max_s=LIFETIME_S,
            expiry_leeway_s=0,
            issued_ahead_max_s=ISSUED_AHEAD_MAX_S,
        )
        return _read_claims(verify(token, keys, profile, now_s=now_s))

    def _check_once(self, verified: _Verified, request: Request, now_s: float) -> None:
        if verified.target.encode() != request.scope.get("raw_path", b"").partition(b"?")[0]:
            raise TokenRefused(TokenFault.BINDING)
        key = request.headers.get("idempotency-key")
        if verified.key_digest != (None if key is None else key_digest(key)):
            raise TokenRefused(TokenFault.BINDING)
        self._forget_ended(now_s)
        if verified.token_id in self._seen or len(self._seen) >= SEEN_MAX:
            raise TokenRefused(TokenFault.REPLAYED)
        self._seen[verified.token_id] = verified.expires_s

    def _forget_ended(self, now_s: float) -> None:
        # Insertion order is nearly expiry order: the first that still lives ends the sweep.
        ended = []
        for token_id, expires_s in self._seen.items():
            if expires_s > now_s:
                break
            ended.append(token_id)
        for token_id in ended:
            del self._seen[token_id]


def bearer_token(request: Request) -> str:
    """Return the one `Authorization: Bearer` token of a request. Raises TokenRefused."""
    values = request.headers.getlist("authorization")
    if len(values) != 1 or not values[0].startswith("Bearer "):
        raise TokenRefused(TokenFault.MALFORMED)
    return values[0].removeprefix("Bearer ")


def key_digest(idempotency_key: str) -> str:
    """Return how a token names an Idempotency-Key: its SHA-256 in hexadecimal."""
    return hashlib.sha256(idempotency_key.encode("latin-1", "replace")).hexdigest()


def _read_claims(claims: Mapping[str, Any]) -> _Verified:
    actor, partner = claims.get("act"), claims.get("partner")
    if not isinstance(actor, dict) or actor.get("sub") != claims["iss"]:
        raise TokenRefused(TokenFault.CLAIM_FORM)
    try:
        return _Verified(
            issuer=claims["iss"],
            subject=claims["sub"],
            roles=frozenset(Role(role) for role in claims["roles"]),
            scopes=frozenset(claims["scope"].split()),
            partner_id=None if partner is None else uuid_of("partner", partner),
            method=_text(claims["htm"]),
            target=_text(claims["htu"]),
            key_digest=None if "idk" not in claims else _text(claims["idk"]),
            token_id=claims["jti"],
            expires_s=claims["exp"],
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise TokenRefused(TokenFault.CLAIM_FORM) from error


def _text(member: object) -> str:
    if not isinstance(member, str):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    return member
