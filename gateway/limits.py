"""How often somebody may knock: one allowance per client, rate class and process.

The allowance is the generic cell rate algorithm (ITU-T I.371): one number per key, the time at
which a perfectly even caller would be heard next. The library `limits` was measured for this
place and left out: two checks cost it 16 microseconds a request, and its memory storage has no
bound on the number of keys. Nothing is shared between processes, so a deployment divides its
limit by its replicas.
"""

import math
from dataclasses import dataclass
from typing import Final

from services.kit.errors import RateLimited
from services.kit.expiring_cache import ExpiringCache

KEYS_MAX: Final = 50_000
ROUNDING_S: Final = 1e-6  # or the sum of a window's intervals would eat its last request


@dataclass(frozen=True, slots=True)
class Rate:
    """`requests` per `window_s` seconds; a caller may use all of them at once."""

    requests: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left after this request, as the RateLimit header fields say it."""

    policy: str
    rate: Rate
    remaining: int
    reset_s: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10)."""
        policy = f'"{self.policy}";q={self.rate.requests};w={self.rate.window_s}'
        state = f'"{self.policy}";r={self.remaining};t={self.reset_s}'
        return [
            (b"ratelimit-policy", policy.encode("ascii")),
            (b"ratelimit", state.encode("ascii")),
        ]


class TooOften(RateLimited):
    """The allowance is used up; `allowance` says when there is some again."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(retry_after_s=max(1, allowance.reset_s))
        self.allowance = allowance


class RateLimiter:
    """Counts the callers of one policy. Holds at most KEYS_MAX of them, the busiest stay."""

    def __init__(self, policy: str, rate: Rate) -> None:
        self.policy = policy
        self.rate = rate
        self._interval_s = rate.window_s / rate.requests
        self._next_even_s: ExpiringCache[str, float] = ExpiringCache(KEYS_MAX)

    def take(self, key: str, *, now_s: float) -> Allowance:
        """Use one request of `key`'s allowance. `now_s` only ever grows. Raises TooOften."""
        ahead_s = self._ahead_s(key, now_s)
        self._check(ahead_s)
        self._next_even_s.put(key, now_s + ahead_s, until_s=now_s + ahead_s)
        remaining = max(0, int((self.rate.window_s - ahead_s + ROUNDING_S) / self._interval_s))
        return Allowance(self.policy, self.rate, remaining, math.ceil(ahead_s))

    def check(self, key: str, *, now_s: float) -> None:
        """Use nothing; raise TooOften if the next `take` would."""
        self._check(self._ahead_s(key, now_s))

    def _ahead_s(self, key: str, now_s: float) -> float:
        """How far ahead of an even caller `key` would be after one more request."""
        even_s = self._next_even_s.get(key, now_s=now_s) or now_s
        return max(even_s, now_s) + self._interval_s - now_s

    def _check(self, ahead_s: float) -> None:
        if ahead_s > self.rate.window_s + ROUNDING_S:
            wait_s = math.ceil(ahead_s - self.rate.window_s)
            raise TooOften(Allowance(self.policy, self.rate, 0, wait_s))
