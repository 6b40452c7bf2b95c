"""An issuer's public keys: fetched seldom, checked at load, kept while the issuer is away."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from services.kit.clock import Clock
from services.kit.jwt import KeyRefused, VerificationKey, verification_key

FETCH_TIMEOUT_S: Final = 5
DOCUMENT_MAX_BYTES: Final = 256 * 1024
KEYS_MAX: Final = 64
REFRESH_AFTER_S: Final = 300
FETCH_PAUSE_S: Final = 30  # at most one fetch in this time, whatever keys are asked for
FIRST_FETCH_PAUSE_S: Final = 2  # while there are none that serve, nobody can be let in
STALE_MAX_S: Final = 24 * 3600

_log = logging.getLogger(__name__)


class KeysUnavailable(Exception):
    """The issuer has never been reached, or not for STALE_MAX_S."""


@dataclass(slots=True)
class KeyCache:
    """The keys of one issuer, by key id, for the one algorithm configured for it."""

    uri: str
    algorithm: str
    http: aiohttp.ClientSession
    clock: Clock
    _keys: Mapping[str, VerificationKey] = field(default_factory=dict)
    _fetched_s: float = 0.0
    _tried_s: float = 0.0
    _fetch: asyncio.Task[None] | None = None

    async def keys_with(self, key_id: str) -> Mapping[str, VerificationKey]:
        """Return the current keys, asking the issuer again first if `key_id` is not among them.

        So it is when they are too old to serve: after a quiet day nobody has asked for others yet.
        Raises KeysUnavailable.
        """
        now_s = self.clock.now().timestamp()
        if key_id not in self._keys or not self._can_serve(now_s):
            await self._refresh(now_s)
        elif now_s - self._fetched_s > REFRESH_AFTER_S:
            self._start_fetch(now_s)  # nobody waits for it: the last good keys serve meanwhile
        if not self._can_serve(now_s):
            raise KeysUnavailable
        return self._keys

    async def aclose(self) -> None:
        """Give up a fetch that is still running."""
        if self._fetch is not None:
            self._fetch.cancel()
            await asyncio.gather(self._fetch, return_exceptions=True)

    def _can_serve(self, now_s: float) -> bool:
        return bool(self._keys) and now_s - self._fetched_s <= STALE_MAX_S

    async def _refresh(self, now_s: float) -> None:
        fetch = self._start_fetch(now_s)
        if fetch is not None:
            await asyncio.shield(fetch)  # one caller leaving must not take the others' fetch away

    def _start_fetch(self, now_s: float) -> asyncio.Task[None] | None:
        if self._fetch is not None and not self._fetch.done():
            return self._fetch
        pause_s = FETCH_PAUSE_S if self._can_serve(now_s) else FIRST_FETCH_PAUSE_S
        if now_s - self._tried_s < pause_s:
            return None
        self._tried_s = now_s
        self._fetch = asyncio.create_task(self._load(now_s))
        return self._fetch

    async def _load(self, now_s: float) -> None:
        try:
            keys = _usable_keys(await self._download(), self.algorithm)
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            _log.warning("issuer keys not refreshed", extra={"reason": type(error).__name__})
            return
        self._keys, self._fetched_s = keys, now_s

    async def _download(self) -> bytes:
        timeout = aiohttp.ClientTimeout(total=FETCH_TIMEOUT_S)
        async with self.http.get(self.uri, allow_redirects=False, timeout=timeout) as response:
            if response.status != 200:  # noqa: PLR2004
                raise ValueError("the key set was not served")
            octets = await response.content.read(DOCUMENT_MAX_BYTES + 1)
            while len(octets) <= DOCUMENT_MAX_BYTES and not response.content.at_eof():
                octets += await response.content.read(DOCUMENT_MAX_BYTES + 1 - len(octets))
        if len(octets) > DOCUMENT_MAX_BYTES:
            raise ValueError("the key set is too large")
        return octets


def _usable_keys(document: bytes, algorithm: str) -> Mapping[str, VerificationKey]:
    parsed: Any = json.loads(document)
    listed = parsed.get("keys") if isinstance(parsed, dict) else None
    if not isinstance(listed, list) or len(listed) > KEYS_MAX:
        raise ValueError("not a JWK set")
    keys: dict[str, VerificationKey] = {}
    for members in listed:
        try:
            key = verification_key(
                members if isinstance(members, dict) else {}, algorithm=algorithm
            )
        except KeyRefused as refused:
            _log.warning("issuer key refused", extra={"reason": str(refused)})
            continue
        if key.key_id in keys:
            raise ValueError("two keys share one kid")
        keys[key.key_id] = key
    if not keys:
        raise ValueError("no usable key")
    return keys
