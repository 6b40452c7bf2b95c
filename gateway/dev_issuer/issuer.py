"""Issuing RFC 9068 access tokens in development, under the very rules a real issuer must keep."""

import secrets
from pathlib import Path
from typing import Any, Final

from gateway.dev_issuer.identities import DemoIdentity
from gateway.settings import AUDIENCE, DEV_ISSUER_KEY
from services.kit.clock import Clock
from services.kit.identifiers import typeid_of
from services.kit.jwt import sign
from services.kit.service_keys import (
    load_signing_key,
    new_private_jwk,
    private_key_file,
    public_half,
    read_jwk_file,
    write_private,
)

TYP: Final = "at+jwt"
# Nothing is revoked before it ends, so a token's life is how long a dismissed clerk may still act.
LIFETIME_S: Final = 600


class DevIssuer:
    """Signs access tokens with a key made at first start and kept, so that tokens survive one."""

    def __init__(self, issuer: str, keys_dir: Path, clock: Clock) -> None:
        self.issuer = issuer
        self._clock = clock
        key_file = private_key_file(keys_dir, DEV_ISSUER_KEY)
        if not key_file.exists():
            keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(key_file, new_private_jwk(key_id=DEV_ISSUER_KEY))
        self._key = load_signing_key(key_file)
        self.jwks = {"keys": [public_half(read_jwk_file(key_file))]}

    def token_for(self, identity: DemoIdentity, scopes: frozenset[str]) -> str:
        """Return an access token of LIFETIME_S seconds."""
        issued_s = int(self._clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": identity.subject,
            "client_id": identity.client_id,
            "roles": sorted(identity.roles),
            "scope": " ".join(sorted(scopes)),
            "jti": secrets.token_urlsafe(16),
            "iat": issued_s,
            "exp": issued_s + LIFETIME_S,
        }
        if identity.partner_id is not None:
            claims["partner"] = typeid_of("partner", identity.partner_id)
        return sign(claims, key=self._key, typ=TYP)
