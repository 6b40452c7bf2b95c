"""Who the caller is: the external access token, judged against the issuer's configured profile."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import aiohttp

from gateway.jwks import KeyCache, KeysUnavailable
from gateway.refusals import AuthorizationMalformed, IssuerUnavailable
from gateway.settings import IssuerSettings
from services.kit.caller import ANONYMOUS_SUBJECT
from services.kit.clock import Clock
from services.kit.errors import Unauthenticated
from services.kit.expiring_cache import ExpiringCache
from services.kit.identifiers import MalformedIdentifier, uuid_of
from services.kit.jwt import TokenProfile, verify
from services.kit.roles import SCOPES, Role
from services.kit.token_shape import TokenFault, TokenRefused, read_header, read_issuer

VERIFIED_MAX: Final = 20_000
VERIFIED_MAX_S: Final = 60
LIFETIME_MAX_S: Final = 3600
SKEW_S: Final = 30
SUBJECT_MAX_CHARS: Final = 255
CLIENT_ID_MAX_CHARS: Final = 128
LISTED_MAX: Final = 200

# Names the deployment itself uses; an issuer that hands one out is misconfigured or hostile.
_RESERVED_PREFIXES: Final = ("svc:", "system:", "partner:", "user:")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """A verified caller at the door. `token_hash` names the token without being it."""

    subject: str
    client_id: str
    roles: frozenset[Role]
    scopes: frozenset[str]
    partner_id: UUID | None
    token_hash: bytes
    expires_s: int


ANONYMOUS: Final = Identity(
    subject=ANONYMOUS_SUBJECT,
    client_id=ANONYMOUS_SUBJECT,
    roles=frozenset(),
    scopes=frozenset(),
    partner_id=None,
    token_hash=b"",
    expires_s=0,
)


class TokenVerifier:
    """Verifies access tokens of the configured issuers, chosen by exact `iss`."""

    def __init__(
        self, issuers: Sequence[IssuerSettings], http: aiohttp.ClientSession, clock: Clock
    ) -> None:
        self._issuers = {issuer.issuer: issuer for issuer in issuers}
        self._caches = {
            issuer.issuer: KeyCache(issuer.jwks_uri, issuer.algorithm, http, clock)
            for issuer in issuers
        }
        self._clock = clock
        self._verified: ExpiringCache[bytes, Identity] = ExpiringCache(VERIFIED_MAX)

    async def identity(self, token: bytes) -> Identity:
        """Return who presents `token`. Raises Unauthenticated or IssuerUnavailable."""
        fingerprint, now_s = hashlib.sha256(token).digest(), self._clock.now().timestamp()
        known = self._verified.get(fingerprint, now_s=now_s)
        if known is not None:
            return known
        try:
            identity = await self._verify(token.decode("ascii", "replace"), fingerprint, now_s)
        except KeysUnavailable as error:
            raise IssuerUnavailable from error
        except TokenRefused as refused:
            _log.warning("access token refused", extra={"reason": refused.fault.value})
            raise Unauthenticated from refused
        until_s = min(identity.expires_s, now_s + VERIFIED_MAX_S)
        self._verified.put(fingerprint, identity, until_s=until_s)
        return identity

    async def aclose(self) -> None:
        """Stop fetching keys."""
        for cache in self._caches.values():
            await cache.aclose()

    async def _verify(self, token: str, fingerprint: bytes, now_s: float) -> Identity:
        header, issuer_name = read_header(token), read_issuer(token)
        issuer = self._issuers.get(issuer_name)
        if issuer is None:
            raise TokenRefused(TokenFault.ISSUER)
        keys = await self._caches[issuer.issuer].keys_with(header.key_id)
        claims = verify(token, keys, _profile_of(issuer), now_s=now_s)
        return _identity_of(claims, issuer, fingerprint)


def bearer_of(fields: Iterable[tuple[bytes, bytes]]) -> bytes | None:
    """Return the one bearer token, or None when there is no Authorization header at all.

    Raises AuthorizationMalformed for two headers, another scheme or another spelling.
    """
    values = [value for name, value in fields if name == b"authorization"]
    if not values:
        return None
    if len(values) > 1 or not values[0].startswith(b"Bearer "):
        raise AuthorizationMalformed
    return values[0].removeprefix(b"Bearer ")


def _profile_of(issuer: IssuerSettings) -> TokenProfile:
    return TokenProfile(
        issuer=issuer.issuer,
        audience=issuer.audience,
        algorithm=issuer.algorithm,
        typ=issuer.typ,
        lifetime_max_s=LIFETIME_MAX_S,
        expiry_leeway_s=SKEW_S,
        issued_ahead_max_s=SKEW_S,
    )


def _identity_of(claims: Mapping[str, Any], issuer: IssuerSettings, fingerprint: bytes) -> Identity:
    # A sender-constrained token (RFC 7800 `cnf`) must not be taken as a bearer token.
    if "cnf" in claims:
        raise TokenRefused(TokenFault.BINDING)
    listed = _texts(claims.get(issuer.roles_claim))
    roles = frozenset(role for role in Role if role in listed)  # others are not our business
    scope = claims.get(issuer.scope_claim)
    if not isinstance(scope, str):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    return Identity(
        subject=issuer.subject_prefix + _subject(claims["sub"]),
        client_id=_client_id(claims.get(issuer.client_claim), issuer),
        roles=roles,
        scopes=SCOPES & set(scope.split(" ")),
        partner_id=_partner_id(claims.get(issuer.partner_claim), roles),
        token_hash=fingerprint,
        expires_s=claims["exp"],
    )


def _subject(subject: str) -> str:
    if len(subject) > SUBJECT_MAX_CHARS or not (subject.isascii() and subject.isprintable()):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    if subject == ANONYMOUS_SUBJECT or subject.startswith(_RESERVED_PREFIXES):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    return subject


def _client_id(client_id: object, issuer: IssuerSettings) -> str:
    if not isinstance(client_id, str) or not 0 < len(client_id) <= CLIENT_ID_MAX_CHARS:
        raise TokenRefused(TokenFault.CLIENT)
    if issuer.clients and client_id not in issuer.clients:
        raise TokenRefused(TokenFault.CLIENT)
    return client_id


def _texts(listed: object) -> list[str]:
    if not isinstance(listed, list) or len(listed) > LISTED_MAX:
        raise TokenRefused(TokenFault.CLAIM_FORM)
    if not all(isinstance(text, str) for text in listed):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    return listed


def _partner_id(partner: object, roles: frozenset[Role]) -> UUID | None:
    # The partner's data boundary and the role go together, or neither is believed.
    if (partner is None) == (Role.PARTNER in roles):
        raise TokenRefused(TokenFault.CLAIM_FORM)
    if partner is None:
        return None
    try:
        return uuid_of("partner", partner if isinstance(partner, str) else "")
    except MalformedIdentifier as error:
        raise TokenRefused(TokenFault.CLAIM_FORM) from error
