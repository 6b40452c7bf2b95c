"""People and businesses for tests; all numbers are made up."""

from typing import Any

from tests.api.signed_clients import Client

IDENTITY, OTHER_IDENTITY = "110101199003070003", "440305198511011235"


def person_body(**changes: Any) -> dict[str, Any]:
    """A person, with `changes`."""
    return {
        "kind": "person",
        "customer_type": "sole_trader",
        "name": "王小明",
        "identity_number": IDENTITY,
        "identity_valid_to": "2036-03-07",
        "mobile": "13800138000",
        "address": "北京市东城区示例路1号",
        "marital_status": "married",
        "bank_card": "6222020200000000006",
    } | changes


def business_body(representative_id: str, **changes: Any) -> dict[str, Any]:
    """A business, with `changes`."""
    return {
        "kind": "business",
        "customer_type": "enterprise",
        "name": "上海示例贸易有限公司",
        "credit_code": "91310000MA1FL00B7P",
        "legal_representative_id": representative_id,
        "established_on": "2020-05-01",
        "licence_valid_to": None,
        "industry_code": "F5212",
        "employees": 12,
        "premises": "rented",
        "monthly_sales": {"amount": 20_000_000, "currency": "CNY"},
        "mobile": "13900139000",
        "address": "上海市黄浦区示例路2号",
        "bank_account": "0200001009000012345",
    } | changes


async def register_person(owner: Client, **changes: Any) -> str:
    """The id of a new person of `owner`."""
    made = await owner.post("/v1/parties", person_body(**changes))
    assert made.status_code == 201, made.text
    party_id: str = made.json()["id"]
    return party_id


async def register_business(owner: Client, representative_id: str, **changes: Any) -> str:
    """The id of a new business of `owner`."""
    made = await owner.post("/v1/parties", business_body(representative_id, **changes))
    assert made.status_code == 201, made.text
    party_id: str = made.json()["id"]
    return party_id


async def consent_body(anyone: Client, purpose: str = "personal_data") -> dict[str, Any]:
    """A consent that quotes the text in force."""
    texts = (await anyone.get("/v1/consent-texts")).json()["data"]
    text = next(text for text in texts if text["purpose"] == purpose)
    return {
        "purpose": purpose,
        "text_version": text["version"],
        "text_hash": text["hash"],
        "channel": "app",
        "device": "Android 16",
    }
