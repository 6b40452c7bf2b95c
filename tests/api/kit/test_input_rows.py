"""Rows I1 to I17 of the catalogue of bad input, at the front door of any service."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.kit.things import BODY_MAX_BYTES, knocking

JSON = {"Content-Type": "application/json", "Idempotency-Key": "k-1"}
GOOD: dict[str, Any] = {"price": {"amount": 100, "currency": "CNY"}, "label": "vase"}


async def post(client: httpx.AsyncClient, content: bytes, **headers: str) -> httpx.Response:
    return await client.post("/v1/things", content=content, headers={**JSON, **headers})


async def post_with(client: httpx.AsyncClient, **members: Any) -> httpx.Response:
    return await post(client, json.dumps({**GOOD, **members}).encode())


def with_amount(literal: str) -> bytes:
    return b'{"price":{"amount":%s,"currency":"CNY"},"label":"vase"}' % literal.encode()


def pointers(response: httpx.Response) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]


async def test_a_good_thing_is_made(alice: httpx.AsyncClient, things: FastAPI) -> None:
    response = await post_with(alice)
    assert response.status_code == 201
    assert len(things.state.made) == 1


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
async def test_i1_not_a_number_is_400(alice: httpx.AsyncClient, literal: str) -> None:
    assert (await post(alice, with_amount(literal))).status_code == 400


@pytest.mark.parametrize("literal", ["1e400", "1e9999999", "-1E+999999999"])
async def test_i1_an_exponent_is_422_at_its_pointer(alice: httpx.AsyncClient, literal: str) -> None:
    response = await post(alice, with_amount(literal))
    assert response.status_code == 422
    assert pointers(response) == [("/price/amount", "int_type")]


@pytest.mark.parametrize("text", ["1E+999999999", "1e5", "NaN", "14.40001", "-1", "１", "1_0", ""])
async def test_i2_a_decimal_string_with_an_exponent_is_refused_at_once(
    alice: httpx.AsyncClient, text: str
) -> None:
    started_s = time.perf_counter()
    response = await post_with(alice, rate=text)
    assert (response.status_code, pointers(response)) == (422, [("/rate", "malformed_rate")])
    assert time.perf_counter() - started_s < 0.5


@pytest.mark.parametrize(
    "literal",
    ["0", "-0", "-1", "9000000000000001", str(2**63), str(-(2**63)), "9" * 400, "9" * 5000],
)
async def test_i4_amounts_out_of_range_are_422(alice: httpx.AsyncClient, literal: str) -> None:
    response = await post(alice, with_amount(literal))
    assert response.status_code == 422
    assert pointers(response)[0][0] == "/price/amount"


@pytest.mark.parametrize("amount", [1, 2**53 + 1 - 2**53, 9_000_000_000_000_000])
async def test_i4_amounts_at_the_bounds_are_taken(alice: httpx.AsyncClient, amount: int) -> None:
    assert (await post_with(alice, price={"amount": amount, "currency": "CNY"})).status_code == 201


@pytest.mark.parametrize(
    "literal",
    ["true", "false", "null", '"10"', '"1_000"', '"１０"', "1.0", "1e3", "10.005", "[1]", "{}"],
)
async def test_i5_an_amount_is_a_plain_integer_or_422(
    alice: httpx.AsyncClient, literal: str
) -> None:
    response = await post(alice, with_amount(literal))
    assert (response.status_code, pointers(response)) == (422, [("/price/amount", "int_type")])


@pytest.mark.parametrize(
    "currency", ["XXX", "CNX", "cny", "CN", "CNYY", "ＣＮＹ", "", " CNY", "CNY\n"]
)
async def test_i6_an_unknown_currency_is_422(alice: httpx.AsyncClient, currency: str) -> None:
    response = await post_with(alice, price={"amount": 1, "currency": currency})
    assert response.status_code == 422
    assert pointers(response)[0][0] == "/price/currency"


@pytest.mark.parametrize("currency", ["JPY", "CNY", "BHD"])
async def test_i6_currencies_of_0_2_and_3_decimals_are_known(
    alice: httpx.AsyncClient, currency: str
) -> None:
    response = await post_with(alice, price={"amount": 1, "currency": currency})
    assert response.status_code == 201


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udfff", "\\udc00\\ud800"])
@pytest.mark.parametrize(
    ("template", "pointer"),
    [
        ('{"price":{"amount":1,"currency":"CNY"},"label":"a%sb"}', "/label"),
        ('{"price":{"amount":1,"currency":"%s"},"label":"a"}', "/price/currency"),
        ('{"price":{"amount":1,"currency":"CNY"},"label":"a","tags":["b","%s"]}', "/tags/1"),
        ('{"price":{"amount":1,"currency":"CNY"},"label":"a","%s":1}', ""),
    ],
)
async def test_i7_i8_nul_and_lone_surrogates_are_422_anywhere(
    alice: httpx.AsyncClient, template: str, pointer: str, escape: str
) -> None:
    response = await post(alice, (template % escape).encode())
    assert response.status_code == 422
    assert pointers(response) == [(pointer, "forbidden_character")]


@pytest.mark.parametrize("query", ["status=%00", "status=%ff", "status=a%0d%0ab"])
async def test_i7_a_query_that_is_not_plain_text_is_400(
    alice: httpx.AsyncClient, query: str
) -> None:
    assert (await alice.get(f"/v1/things?{query}")).status_code == 400


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Zoe\u0301", "Zoé"),
        ("张伟 😀", "张伟 😀"),
        ("аdmin", "аdmin"),
        ("e\u0301" * 100, "é" * 100),
    ],
)
async def test_i9_names_are_normalised_and_kept(
    alice: httpx.AsyncClient, sent: str, kept: str
) -> None:
    response = await post_with(alice, label=sent)
    assert (response.status_code, response.json()["label"]) == (201, kept)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u3164"])
async def test_i9_a_name_with_a_mark_nobody_sees_is_refused(
    alice: httpx.AsyncClient, mark: str
) -> None:
    response = await post_with(alice, label=f"a{mark}b")
    assert response.status_code == 422
    assert pointers(response) == [("/label", "not_one_line")]


async def test_i9_a_long_name_is_measured_in_code_points(alice: httpx.AsyncClient) -> None:
    assert (await post_with(alice, label="张" * 100)).status_code == 201
    response = await post_with(alice, label="😀" * 10_000)
    assert pointers(response) == [("/label", "string_too_long")]


async def test_i11_a_large_body_is_413(alice: httpx.AsyncClient, things: FastAPI) -> None:
    response = await post(alice, b'{"label":"' + b"a" * BODY_MAX_BYTES)
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
    assert things.state.made == []


async def test_i11_an_endless_body_is_413_before_it_ends(alice: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"a" * 65_536

    response = await alice.post("/v1/things", content=endless(), headers=JSON)
    assert response.status_code == 413
    assert sent <= BODY_MAX_BYTES + 2 * 65_536


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"{" + b",".join(b'"k%d":1' % n for n in range(90_000)) + b"}",
        b'{"tags":[' + b"0," * 100_000 + b"0]}",
        b'{"label":' + b'"\\"' * 200_000,
    ],
    ids=["arrays", "objects", "members", "items", "quotes"],
)
async def test_i12_deep_and_wide_json_is_refused_fast(
    alice: httpx.AsyncClient, content: bytes
) -> None:
    started_s = time.perf_counter()
    response = await post(alice, content)
    assert response.status_code in {400, 413}
    assert time.perf_counter() - started_s < 0.5


@pytest.mark.parametrize(
    "content",
    [
        b'{"price":{"amount":1,"amount":2,"currency":"CNY"},"label":"a"}',
        b'{"label":"a","price":{"amount":1,"currency":"CNY"},"label":"b"}',
        b'{"label":"a","price":{"amount":1,"currency":"CNY"},"l\\u0061bel":"b"}',
    ],
)
async def test_i13_duplicate_keys_are_400(
    alice: httpx.AsyncClient, things: FastAPI, content: bytes
) -> None:
    assert (await post(alice, content)).status_code == 400
    assert things.state.made == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/problem+json"}, 415),
        ({"Content-Type": "application/json; charset=utf-16"}, 415),
        ({"Content-Type": "application/json; charset=gbk"}, 415),
        ({"Content-Type": "application/json; profile=x"}, 415),
        ({"Content-Encoding": "gzip"}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 201),
        ({"Content-Type": 'Application/JSON;charset="UTF-8"'}, 201),
    ],
)
async def test_i14_only_plain_utf8_json_is_taken(
    alice: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    assert (await post(alice, json.dumps(GOOD).encode(), **headers)).status_code == status


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
        json.dumps(GOOD).encode("utf-16"),
        json.dumps(GOOD).encode("utf-16-le"),
        b'{"label":"\xff"}',
        b'{"label":"\xed\xa0\x80"}',
        b"",
        b"  \n",
        b'{"label":"a\x00b"}',
        b"{'label':1}",
        b'{"label":"a",}',
        b'{"label":"a"} {}',
        b"// comment\n{}",
    ],
)
async def test_i14_unreadable_bodies_are_400(alice: httpx.AsyncClient, content: bytes) -> None:
    response = await post(alice, content)
    assert (response.status_code, response.json()["code"]) == (400, "unreadable_request")


@pytest.mark.parametrize(
    "day",
    [1_700_000_000, "1700000000", "2026-02-30", "0001-01-01", "9999-12-31", "2026-1-1", "20260101"],
)
async def test_i15_dates_are_real_days_in_range_or_422(
    alice: httpx.AsyncClient, day: str | int
) -> None:
    response = await post_with(alice, made_on=day)
    assert response.status_code == 422
    assert pointers(response)[0][0] == "/made_on"


@pytest.mark.parametrize(
    "instant",
    [
        *("1700000000", "2026-01-01T00:00:00", "2026-01-01", "5138-11-16T09:46:39Z"),
        *("2026-02-30T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T25:00:00Z"),
        *("2026-01-01T00:00:00+0800", "2026-01-01T00:00:00.1234567Z"),
        "0001-01-01T00:00:00+14:00",
    ],
)
async def test_i15_instants_are_rfc_3339_with_zone_or_422(
    alice: httpx.AsyncClient, instant: str
) -> None:
    response = await post_with(alice, sold_at=instant)
    assert pointers(response) == [("/sold_at", "malformed_instant")]


async def test_i15_proper_dates_and_instants_are_taken(alice: httpx.AsyncClient) -> None:
    response = await post_with(alice, made_on="2028-02-29", sold_at="2026-01-01T00:00:00.5+08:00")
    assert response.status_code == 201


SPELLINGS = [
    "018fd1e0-5a7b-7cc0-8000-000000000001",
    "{018fd1e0-5a7b-7cc0-8000-000000000001}",
    "urn:uuid:018fd1e0-5a7b-7cc0-8000-000000000001",
    "THING_01h455vb4pex5vsknk084sn02q",
    "thing_01H455VB4PEX5VSKNK084SN02Q",
    "thing_81h455vb4pex5vsknk084sn02q",
    "thing_01h455vb4pex5vsknk084sn02",
    "app_01h455vb4pex5vsknk084sn02q",
    "01h455vb4pex5vsknk084sn02q",
    "thing_",
    "thing",
    "x" * 3000,
]


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_i16_another_spelling_of_an_id_is_404_in_a_path_and_422_in_a_body(
    alice: httpx.AsyncClient, spelling: str
) -> None:
    in_path = await alice.get(f"/v1/things/{spelling}")
    assert (in_path.status_code, in_path.json()["code"]) == (404, "not_found")
    in_body = await post_with(alice, parent_id=spelling)
    assert pointers(in_body) == [("/parent_id", "malformed_identifier")]


async def test_i16_the_canonical_spelling_is_found(alice: httpx.AsyncClient) -> None:
    response = await alice.get("/v1/things/thing_01h455vb4pex5vsknk084sn02q")
    assert response.json()["thing_id"] == "thing_01h455vb4pex5vsknk084sn02q"


@pytest.mark.parametrize(
    "limit",
    ["-1", "0", "101", "1000000000", "1e1", "1.0", "+5", "１０", "1_0", "", " 5", "a", "05"],
)
async def test_i17_a_limit_out_of_form_or_range_is_400(
    alice: httpx.AsyncClient, limit: str
) -> None:
    response = await alice.get("/v1/things", params={"limit": limit})
    assert response.status_code == 400
    assert pointers(response) == [("#query/limit", "out_of_range")]


async def test_i17_a_walk_by_cursor_shows_each_thing_once(alice: httpx.AsyncClient) -> None:
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 40, "status": "new"}
    while True:
        page = (await alice.get("/v1/things", params=query)).json()
        seen += [thing["thing_id"] for thing in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert page["next_cursor"] is None
    assert (len(seen), len(set(seen))) == (101, 101)


async def test_i17_a_forged_or_lent_cursor_is_400(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    cursor = (await alice.get("/v1/things?limit=1&status=new")).json()["next_cursor"]
    flipped = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    forged = [flipped, cursor[:-1], cursor + "A", cursor + "=", "x" * 5000, "", "..", cursor * 2]
    for text in forged:
        response = await alice.get("/v1/things", params={"status": "new", "cursor": text})
        assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
    async with knocking(things, "bob") as bob:
        for client, query in [(bob, {"status": "new"}), (alice, {"status": "old"}), (alice, {})]:
            response = await client.get("/v1/things", params={**query, "cursor": cursor})
            assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
    assert (
        await alice.get("/v1/things", params={"status": "new", "cursor": cursor, "limit": 5})
    ).status_code == 200


@pytest.mark.parametrize("query", ["limits=5", "limit=5&limit=5", "status=a&status=b", "Limit=5"])
async def test_i17_unknown_and_repeated_parameters_are_400(
    alice: httpx.AsyncClient, query: str
) -> None:
    response = await alice.get(f"/v1/things?{query}")
    assert (response.status_code, response.json()["code"]) == (400, "unknown_query_parameter")


@pytest.mark.parametrize("months", ["0", "361", "1.5", "１２", "1_2", "-1", "", "9" * 5000])
async def test_a_filter_out_of_range_is_422_at_its_name(
    alice: httpx.AsyncClient, months: str
) -> None:
    response = await alice.get("/v1/things", params={"months": months})
    assert (response.status_code, pointers(response)) == (422, [("#query/months", "out_of_range")])
