"""A bounded memory lets go of the ended and of what was used longest ago."""

from services.kit.expiring_cache import ExpiringCache


def test_an_entry_ends_at_its_second() -> None:
    cache: ExpiringCache[str, int] = ExpiringCache(2)
    cache.put("a", 1, until_s=10)
    assert cache.get("a", now_s=9.9) == 1
    assert cache.get("a", now_s=10) is None
    assert len(cache) == 0


def test_a_full_cache_lets_go_of_what_was_used_longest_ago() -> None:
    cache: ExpiringCache[str, int] = ExpiringCache(2)
    cache.put("a", 1, until_s=10)
    cache.put("b", 2, until_s=10)
    assert cache.get("a", now_s=1) == 1
    cache.put("c", 3, until_s=10)
    assert cache.get("b", now_s=1) is None
    assert (cache.get("a", now_s=1), cache.get("c", now_s=1)) == (1, 3)


def test_a_newer_value_replaces_the_older() -> None:
    cache: ExpiringCache[str, int] = ExpiringCache(2)
    cache.put("a", 1, until_s=10)
    cache.put("a", 2, until_s=20)
    assert cache.get("a", now_s=15) == 2
    assert len(cache) == 1
