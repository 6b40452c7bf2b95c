"""A stranger asks at the gateway what a loan would cost."""

import httpx

QUESTION = {
    "principal": {"amount": 10_000_000, "currency": "CNY"},
    "annual_rate": "12",
    "disbursed_on": "2026-01-15",
    "terms": {"method": "level_instalment", "instalments": 12},
}


async def test_a_stranger_gets_a_quote_in_their_language(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.post("/v1/quotes", json=QUESTION, headers={"Accept-Language": "zh"})
    assert answer.status_code == 200, answer.text
    quote = answer.json()
    assert quote["instalment"] == {"amount": 888_488, "currency": "CNY"}
    assert quote["annual_cost"]["compound"] == "12.68"
    assert quote["conventions"][0].startswith("等额本息")
    assert answer.headers["content-language"] == "zh-CN"


async def test_a_stranger_is_told_which_field_is_wrong(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.post("/v1/quotes", json=QUESTION | {"annual_rate": "101"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/annual_rate"


async def test_the_merged_reference_offers_quotes(gateway: httpx.AsyncClient) -> None:
    document = (await gateway.get("/openapi.json")).json()
    assert document["paths"]["/v1/quotes"]["post"]["security"] == []
