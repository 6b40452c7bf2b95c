"""Writing products and versions: `create_product` and `add_version` over HTTP."""

import json
from typing import Any

import pytest

from services.kit.roles import Role
from tests.api.application.catalogue.products import make_product, product_body, version_body
from tests.api.signed_clients import Client, ClientFor


async def test_a_product_starts_as_a_draft(maker: Client) -> None:
    body = product_body()
    made = await maker.post("/v1/products", body)
    assert made.status_code == 201, made.text
    version = made.json()
    assert (version["code"], version["version"], version["status"]) == (body["code"], 1, "draft")
    assert (version["maker"], version["approver"]) == (maker.subject, None)
    assert made.headers["Location"] == f"/v1/products/{body['code']}/versions/1"
    read = await maker.get(made.headers["Location"])
    assert read.json() == version
    assert read.headers["ETag"] == made.headers["ETag"] == '"1"'


async def test_versions_are_numbered_within_their_product(maker: Client) -> None:
    code = await make_product(maker)
    path = f"/v1/products/{code}/versions"
    numbers = [(await maker.post(path, version_body())).json()["version"] for _ in range(3)]
    assert numbers == [2, 3, 4]
    listed = (await maker.get(path, limit=2)).json()
    assert [row["version"] for row in listed["data"]] == [4, 3]
    rest = (await maker.get(path, limit=2, cursor=listed["next_cursor"])).json()
    assert [row["version"] for row in rest["data"]] == [2, 1]


async def test_a_code_belongs_to_one_product(maker: Client, client_for: ClientFor) -> None:
    code = await make_product(maker)
    again = await client_for(Role.RISK_MANAGER).post("/v1/products", product_body(code=code))
    assert (again.status_code, again.json()["code"]) == (409, "product_exists")


async def test_a_version_needs_its_product(maker: Client) -> None:
    answer = await maker.post("/v1/products/NO_SUCH_PRODUCT/versions", version_body())
    assert answer.status_code == 404


async def test_every_contradiction_is_named_and_nothing_is_kept(maker: Client) -> None:
    body = product_body(term_months_max=1, rate_max="30", fast_track=None)
    answer = await maker.post("/v1/products", body)
    assert answer.status_code == 422
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/term_months_max": "range_reversed",
        "/rate_max": "rate_above_cap",
    }
    assert (await maker.get(f"/v1/products/{body['code']}/versions")).status_code == 404


async def test_a_wrong_item_of_a_list_is_named_and_the_list_not_blamed(maker: Client) -> None:
    body = product_body(methods=["lottery"], checklist=[{"code": "x"}])
    answer = await maker.post("/v1/products", body)
    assert answer.status_code == 422
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/methods/0": "enum",
        "/checklist/0/code": "string_pattern_mismatch",
        "/checklist/0/title": "missing",
        "/checklist/0/requirement": "missing",
        "/checklist/0/media_types": "missing",
    }


async def test_c2_a_key_stands_for_one_request(maker: Client) -> None:
    body = product_body()
    first = await maker.post("/v1/products", body, key="once")
    reordered = dict(reversed(body.items()))
    again = await maker.post("/v1/products", reordered, key="once")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await maker.post("/v1/products", product_body(), key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_c3_another_callers_key_is_another_key(maker: Client, client_for: ClientFor) -> None:
    other = client_for(Role.RISK_MANAGER)
    first = await maker.post("/v1/products", product_body(), key="shared")
    second = await other.post("/v1/products", product_body(), key="shared")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["code"] != second.json()["code"]


@pytest.mark.parametrize("path", ["/v1/products", "/v1/products/SOLE_TRADER_CREDIT/versions"])
async def test_c4_writing_without_a_key_is_refused(maker: Client, path: str) -> None:
    answer = await maker.http.post(path, json=product_body())
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.RISK_MANAGER], ids=lambda role: role.value
)
async def test_z3_others_do_not_write_products(client_for: ClientFor, role: Role) -> None:
    caller = client_for(role, scopes=frozenset({"products:manage"}))
    assert (await caller.post("/v1/products", product_body())).status_code == 403
    path = "/v1/products/SOLE_TRADER_CREDIT/versions"
    assert (await caller.post(path, version_body())).status_code == 403


@pytest.mark.parametrize(
    "name", ["id", "status", "maker", "approver", "number", "created_at", "approved_at"]
)
async def test_z4_what_the_lender_sets_is_not_taken_from_the_maker(
    maker: Client, name: str
) -> None:
    answer = await maker.post("/v1/products", product_body(**{name: "active"}))
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (f"/{name}", "extra_forbidden")
    ]


@pytest.mark.parametrize(
    "amount", ["-1", "0", "-0", str(2**63), str(2**53 + 1), "9000000000000001", "9" * 400]
)
async def test_i4_an_amount_beyond_its_limits_is_refused(maker: Client, amount: str) -> None:
    # 2^53 + 1 is over the limit too, which keeps amounts exact in every reader.
    answer = await _post_raw(maker, "amount_max", f'{{"amount": {amount}, "currency": "CNY"}}')
    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize(
    "amount", ["true", '"500000"', '"1_000"', '"１０"', "500000.0", "5e5", "10.005", "null", "[]"]
)
async def test_i5_an_amount_in_a_body_is_never_coerced(maker: Client, amount: str) -> None:
    answer = await _post_raw(maker, "amount_min", f'{{"amount": {amount}, "currency": "CNY"}}')
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/amount_min/amount"]


@pytest.mark.parametrize("currency", ["XXX", "cny", "RMB", "CNYY", "￥", "", None, 156])
async def test_i6_an_unknown_currency_is_refused(maker: Client, currency: object) -> None:
    body = product_body(amount_min={"amount": 500_000, "currency": currency})
    answer = await maker.post("/v1/products", body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/amount_min/currency"


@pytest.mark.parametrize("currency", ["JPY", "BHD"])
async def test_i6_a_product_is_counted_in_one_currency(maker: Client, currency: str) -> None:
    body = product_body(amount_max={"amount": 30_000_000, "currency": currency})
    answer = await maker.post("/v1/products", body)
    assert [error["code"] for error in answer.json()["errors"]] == ["currency_mismatch"]


@pytest.mark.parametrize(
    "day",
    [
        *("2026-02-30", "2027-2-1", "1700000000", "2027-01-01T00:00:00Z", "0001-01-01"),
        *("9999-12-31", "20270101", "", " 2027-01-01", 1700000000, None, True),
    ],
)
async def test_i15_a_date_is_a_day_of_our_time(maker: Client, day: object) -> None:
    answer = await maker.post("/v1/products", product_body(valid_from=day))
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/valid_from"]


async def _post_raw(maker: Client, name: str, value: str) -> Any:
    body = json.dumps(product_body(**{name: "@"})).replace('"@"', value)
    headers = {"Idempotency-Key": "raw-1", "Content-Type": "application/json"}
    return await maker.http.post("/v1/products", content=body, headers=headers)
