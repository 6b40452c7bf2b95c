"""Who knocks too often is told when to come back."""

from pathlib import Path

import pytest

from gateway.settings import RateSettings
from tests.api.gateway.stand import Stand, standing

BEHIND_A_PROXY = {"trusted_proxies": ("127.0.0.0/8",)}
CALLBACK = "/v1/provider-callbacks/sandbox"


async def statuses(stand: Stand, method: str, target: str, *hops: str) -> list[int]:
    """Ask without a login from each of `hops`, as a trusted proxy names them."""
    fields = [[("X-Forwarded-For", hop)] for hop in hops]
    return [(await stand.ask(method, target, hop, token="")).status for hop in fields]


async def test_a_client_that_asks_too_often_gets_429(tmp_path: Path) -> None:
    async with standing(tmp_path, rates={"money": 3}) as stand:
        token = stand.token()
        answers = [await stand.ask("GET", "/v1/scarce", token=token) for _ in range(4)]
        elsewhere = await stand.ask("GET", "/v1/things", token=token)
        other = await stand.ask("GET", "/v1/scarce", token=stand.token(sub="borrower2"))
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers[:3]] == [
        "r=2", "r=1", "r=0",
    ]  # fmt: skip
    refused = answers[3]
    assert refused.code == "rate_limited"
    assert refused.headers["ratelimit-policy"] == '"money";q=3;w=60'
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert (elsewhere.status, other.status) == (200, 200)


async def test_an_address_is_counted_before_its_token_is_looked_at(tmp_path: Path) -> None:
    async with standing(tmp_path, rates={"ip": 2}) as stand:
        answers = [
            await stand.ask("GET", "/v1/things", [("Authorization", "Bearer x")], token="")
            for _ in range(3)
        ]
    assert [answer.status for answer in answers] == [401, 401, 429]


async def test_forwarded_addresses_count_only_from_trusted_proxies(tmp_path: Path) -> None:
    hops = ("192.0.2.1", "192.0.2.2", "6.6.6.6, 192.0.2.1")
    for name, changes, seen in (
        ("open", {}, [200, 429, 429]),
        ("behind", BEHIND_A_PROXY, [200, 200, 429]),
    ):
        folder = tmp_path / name
        folder.mkdir()
        async with standing(folder, rates={"ip": 1}, **changes) as stand:
            assert await statuses(stand, "GET", "/v1/products", *hops) == seen


async def test_who_has_no_login_is_counted_by_address(tmp_path: Path) -> None:
    hops = ("192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1")
    async with standing(tmp_path, rates={"standard": 1}, **BEHIND_A_PROXY) as stand:
        assert await statuses(stand, "GET", "/v1/products", *hops) == [200, 429, 200, 200]


@pytest.mark.parametrize("spent", ["ip", "standard"])
async def test_callbacks_are_heard_while_everybody_else_asks_too_often(
    tmp_path: Path, spent: str
) -> None:
    one, other = "192.0.2.1", "192.0.2.2"
    rates = {spent: 1, "callback": 2}
    async with standing(tmp_path, rates=rates, **BEHIND_A_PROXY) as stand:
        assert await statuses(stand, "GET", "/v1/products", one, one) == [200, 429]
        assert await statuses(stand, "POST", CALLBACK, one, one, one) == [200, 200, 429]
        assert await statuses(stand, "POST", CALLBACK, other) == [200]
        assert await statuses(stand, "GET", "/v1/products", other) == [200]


async def test_zero_is_no_limit(tmp_path: Path) -> None:
    none = dict.fromkeys(RateSettings.model_fields, 0)
    async with standing(tmp_path, rates=none) as stand:
        answer = await stand.ask("GET", "/v1/scarce")
    assert answer.status == 200
    assert "ratelimit" not in answer.headers
