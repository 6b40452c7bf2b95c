"""Who knocks too often is told when to come back."""

from pathlib import Path

from tests.api.gateway.stand import standing


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
    async def statuses(**changes: object) -> list[int]:
        folder = tmp_path / str(len(changes))
        folder.mkdir()
        async with standing(folder, rates={"ip": 1}, **changes) as stand:
            return [
                (
                    await stand.ask("GET", "/v1/products", [("X-Forwarded-For", hop)], token="")
                ).status
                for hop in ("192.0.2.1", "192.0.2.2", "6.6.6.6, 192.0.2.1")
            ]

    assert await statuses() == [200, 429, 429]
    assert await statuses(trusted_proxies=("127.0.0.0/8",)) == [200, 200, 429]


async def test_zero_is_no_limit(tmp_path: Path) -> None:
    none = dict.fromkeys(("ip", "standard", "search", "money", "login"), 0)
    async with standing(tmp_path, rates=none) as stand:
        answer = await stand.ask("GET", "/v1/scarce")
    assert answer.status == 200
    assert "ratelimit" not in answer.headers
