"""What anybody may read of products."""

from datetime import timedelta

import pytest

from services.application.catalogue.samples import SAMPLES
from services.kit.roles import Role
from tests.api.application.catalogue.products import activate, make_product
from tests.api.signed_clients import Client, ClientFor, RunningApp

CHECKLIST = "/v1/products/SOLE_TRADER_CREDIT/checklist"


async def test_anybody_sees_the_products_on_offer(anonymous: Client) -> None:
    answer = await anonymous.get("/v1/products", limit=100)
    assert answer.status_code == 200, answer.text
    codes = [product["code"] for product in answer.json()["data"]]
    assert {sample["code"] for sample in SAMPLES} <= set(codes)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["code"])
async def test_a_product_shows_the_terms_its_maker_wrote(
    anonymous: Client, sample: dict[str, object]
) -> None:
    product = (await anonymous.get(f"/v1/products/{sample['code']}")).json()
    assert product["version"] == 1
    same = set(product) & set(sample) - {"valid_from", "customer_types", "denied_purposes"}
    assert {name: product[name] for name in same - {"fast_track"}} == {
        name: sample[name] for name in same - {"fast_track"}
    }
    assert "securities" in product["denied_purposes"]
    assert "checklist" not in product


async def test_the_list_narrows_by_type_and_customer_type(anonymous: Client) -> None:
    secured = await anonymous.get("/v1/products", type="collateral")
    assert {product["type"] for product in secured.json()["data"]} == {"collateral"}
    for_enterprises = await anonymous.get("/v1/products", customer_type="enterprise")
    assert for_enterprises.json()["data"]
    for product in for_enterprises.json()["data"]:
        assert "enterprise" in product["customer_types"]
    nothing = await anonymous.get("/v1/products", customer_type="cooperative")
    assert nothing.json() == {"data": [], "has_more": False, "next_cursor": None}


@pytest.mark.parametrize("name", ["type", "customer_type"])
async def test_an_unknown_filter_value_is_named(anonymous: Client, name: str) -> None:
    answer = await anonymous.get("/v1/products", **{name: "banker"})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#query/{name}"]


async def test_the_list_comes_in_pages_without_gap_or_repeat(
    anonymous: Client, maker: Client, approver: Client
) -> None:
    for _ in range(3):
        assert (await activate(approver, await make_product(maker), 1)).status_code == 201
    whole = (await anonymous.get("/v1/products", limit=100)).json()["data"]
    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        page = (await anonymous.get("/v1/products", **query)).json()
        seen += [product["code"] for product in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == [product["code"] for product in whole]


async def test_a_product_with_a_draft_only_is_not_there_for_the_public(
    anonymous: Client, maker: Client
) -> None:
    code = await make_product(maker)
    assert (await anonymous.get(f"/v1/products/{code}")).status_code == 404
    listed = (await anonymous.get("/v1/products", limit=100)).json()["data"]
    assert code not in {product["code"] for product in listed}


@pytest.mark.parametrize("code", ["NO_SUCH_PRODUCT", "lower_case", "x", "%00", "A%2FB", "${jndi}"])
async def test_what_is_no_product_is_not_found(anonymous: Client, code: str) -> None:
    for path in (f"/v1/products/{code}", f"/v1/products/{code}/checklist"):
        query = {"customer_type": "sole_trader", "amount": "1"} if "checklist" in path else {}
        answer = await anonymous.get(path, **query)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_checklist_follows_customer_type_and_amount(anonymous: Client) -> None:
    small = (await anonymous.get(CHECKLIST, customer_type="sole_trader", amount=5_000_000)).json()
    assert (small["is_fast_track"], small["security"]) == (True, "none")
    alternatives = {item["code"] for item in small["items"] if item["group"] == "business_proof"}
    assert alternatives == {"business_licence", "operating_proof"}
    large = (await anonymous.get(CHECKLIST, customer_type="micro_owner", amount=10_000_000)).json()
    codes = {item["code"]: item for item in large["items"]}
    assert not large["is_fast_track"]
    assert codes["articles"]["requirement"] == "required"
    assert codes["accounts"]["freshness_days"] == 90
    assert codes["identity_card_front"]["media_types"] == ["image/jpeg", "image/png"]


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        (
            {"customer_type": "farmer", "amount": 5_000_000},
            "customer_type",
            "customer_type_not_served",
        ),
        ({"customer_type": "banker", "amount": 5_000_000}, "customer_type", "enum"),
        ({"amount": 5_000_000}, "customer_type", "missing"),
        ({"customer_type": "sole_trader"}, "amount", "missing"),
        ({"customer_type": "sole_trader", "amount": 499_999}, "amount", "outside_amounts"),
        ({"customer_type": "sole_trader", "amount": 30_000_001}, "amount", "outside_amounts"),
        ({"customer_type": "sole_trader", "amount": 10**16 - 1}, "amount", "outside_amounts"),
        (
            {"customer_type": "sole_trader", "amount": 5_000_000, "currency": "USD"},
            "currency",
            "currency_mismatch",
        ),
    ],
)
async def test_a_checklist_of_a_case_that_cannot_be_says_why(
    anonymous: Client, query: dict[str, str], pointer: str, code: str
) -> None:
    answer = await anonymous.get(CHECKLIST, **query)
    assert answer.status_code == 422, answer.text
    found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert found == [(f"#query/{pointer}", code)]


@pytest.mark.parametrize(
    "amount",
    [
        *(
            "0",
            "-1",
            "-0",
            "+5000000",
            "5000000.0",
            "5e6",
            "5_000_000",
            "５００００００",
            " 5000000",
        ),
        *("05000000", "0x5", "true", "NaN", "1e400", "9" * 17, "9" * 400, ""),
    ],
)
async def test_i5_an_amount_in_a_query_is_never_coerced(anonymous: Client, amount: str) -> None:
    answer = await anonymous.get(CHECKLIST, customer_type="sole_trader", amount=amount)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#query/amount"]


async def test_staff_sees_every_version_and_others_none(
    maker: Client, client_for: ClientFor
) -> None:
    code = await make_product(maker)
    path = f"/v1/products/{code}/versions"
    for role in (Role.LOAN_OFFICER, Role.AUDITOR, Role.ADMIN, Role.APPROVER):
        listed = (await client_for(role).get(path)).json()["data"]
        assert [(row["version"], row["status"]) for row in listed] == [(1, "draft")]
        one = await client_for(role).get(f"{path}/1")
        assert (one.status_code, one.headers["ETag"]) == (200, '"1"')
    for role in (Role.BORROWER, Role.PARTNER, Role.TRAINEE):
        assert (await client_for(role).get(path)).status_code == 403
        assert (await client_for(role).get(f"{path}/1")).status_code == 403


@pytest.mark.parametrize("number", ["0", "2", "01", "1.0", "+1", "１", "999999", "9999999"])
async def test_i16_a_version_has_one_address(maker: Client, number: str) -> None:
    code = await make_product(maker)
    assert (await maker.get(f"/v1/products/{code}/versions/{number}")).status_code == 404


async def test_versions_of_an_unknown_product_are_not_found(maker: Client) -> None:
    assert (await maker.get("/v1/products/NO_SUCH_PRODUCT/versions")).status_code == 404


async def test_a_product_ends_on_its_day(
    service: RunningApp, anonymous: Client, maker: Client, approver: Client
) -> None:
    code = await make_product(maker, valid_to="2026-03-12")
    assert (await activate(approver, code, 1)).status_code == 201
    path = f"/v1/products/{code}"
    service.advance(timedelta(days=1))
    assert (await anonymous.get(path)).status_code == 200
    service.advance(timedelta(days=1))
    assert (await anonymous.get(path)).status_code == 404
