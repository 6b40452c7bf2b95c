"""Allowances: so many at once, then evenly, each caller apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.limits import Rate, RateLimiter, TooOften


def taken(limiter: RateLimiter, key: str, now_s: float) -> bool:
    """Whether one more request of `key` is let through."""
    try:
        limiter.take(key, now_s=now_s)
    except TooOften:
        return False
    return True


def test_all_at_once_then_one_by_one() -> None:
    limiter = RateLimiter("standard", Rate(requests=3, window_s=60))
    assert [taken(limiter, "a", 100) for _ in range(4)] == [True, True, True, False]
    assert not taken(limiter, "a", 119)
    assert taken(limiter, "a", 120.5)
    assert not taken(limiter, "a", 121)


def test_callers_do_not_share() -> None:
    limiter = RateLimiter("standard", Rate(requests=1, window_s=60))
    assert taken(limiter, "a", 0.5)
    assert taken(limiter, "b", 0.5)
    assert not taken(limiter, "a", 0.6)


def test_the_refusal_says_when() -> None:
    limiter = RateLimiter("money", Rate(requests=2, window_s=60))
    for _ in range(2):
        limiter.take("a", now_s=10)
    with pytest.raises(TooOften) as caught:
        limiter.take("a", now_s=10)
    assert caught.value.retry_after_s == 30
    assert taken(limiter, "a", 40)


def test_looking_uses_nothing() -> None:
    limiter = RateLimiter("login", Rate(requests=1, window_s=60))
    for _ in range(5):
        limiter.check("a", now_s=1)
    assert taken(limiter, "a", 1)
    with pytest.raises(TooOften):
        limiter.check("a", now_s=1)


def test_headers_name_the_policy() -> None:
    allowance = RateLimiter("search", Rate(requests=10, window_s=60)).take("a", now_s=5)
    assert dict(allowance.headers()) == {
        b"ratelimit-policy": b'"search";q=10;w=60',
        b"ratelimit": b'"search";r=9;t=6',
    }


@given(st.lists(st.floats(min_value=0, max_value=2), max_size=200), st.integers(1, 20))
def test_no_window_lets_through_more_than_twice_the_rate(steps: list[float], requests: int) -> None:
    limiter, now_s, passed = RateLimiter("x", Rate(requests, 10)), 1.0, []
    for step in steps:
        now_s += step
        if taken(limiter, "a", now_s):
            passed.append(now_s)
    for start in passed:
        assert sum(start <= at < start + 10 for at in passed) <= 2 * requests
