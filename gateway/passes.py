"""The internal token a forwarded request carries: re-used briefly for reads, fresh for the rest."""

from typing import Final

from gateway.route_table import Operation
from gateway.tokens import Identity
from services.kit.clock import Clock
from services.kit.expiring_cache import ExpiringCache
from services.kit.internal_tokens import InternalClaims, InternalSigner

REUSE_S: Final = 30
REUSED_MAX: Final = 20_000


class Passes:
    """Mints internal tokens for verified callers (signing one costs more than all the rest)."""

    def __init__(self, signer: InternalSigner, clock: Clock) -> None:
        self._signer = signer
        self._clock = clock
        self._reusable: ExpiringCache[tuple[bytes, str, str], str] = ExpiringCache(REUSED_MAX)

    def for_read(self, identity: Identity, operation: Operation) -> str:
        """Return a token for a GET, the same one for up to REUSE_S while the caller's holds."""
        now_s = self._clock.now().timestamp()
        key = (identity.token_hash, operation.service, operation.template)
        token = self._reusable.get(key, now_s=now_s)
        if token is None:
            token = self._mint(identity, operation, operation.template, None)
            self._reusable.put(key, token, until_s=now_s + REUSE_S)
        return token

    def for_change(
        self, identity: Identity, operation: Operation, path: str, idempotency_key: str | None
    ) -> str:
        """Return a fresh token for exactly this path and Idempotency-Key."""
        return self._mint(identity, operation, path, idempotency_key)

    def _mint(
        self, identity: Identity, operation: Operation, target: str, idempotency_key: str | None
    ) -> str:
        return self._signer.mint(
            InternalClaims(
                audience=f"svc:{operation.service}",
                subject=identity.subject,
                method=operation.method,
                target=target,
                roles=identity.roles,
                scopes=identity.scopes,
                partner_id=identity.partner_id,
                idempotency_key=idempotency_key,
            )
        )
