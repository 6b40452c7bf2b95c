"""What anybody may read of products."""

from tests.api.application.conftest import Client


async def test_anybody_sees_the_products_on_offer(anonymous: Client) -> None:
    answer = await anonymous.get("/v1/products")
    assert answer.status_code == 200, answer.text
    codes = [product["code"] for product in answer.json()["data"]]
    assert {"SOLE_TRADER_CREDIT", "PROPERTY_SECURED"} <= set(codes)
