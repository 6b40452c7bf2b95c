"""One way or one process breaks while the stack runs; what does not need it goes on."""

import asyncio

import httpx

from deploy.local.settings import HOST
from deploy.sandbox.rail.truth_table import Case
from services.kit.roles import Role
from tests.chaos.land import Land
from tests.journeys.borrowing import Deal, truth
from tests.journeys.person import Town, expect, refused
from tests.journeys.waiting import eventually
from tests.roads import Trouble

PRICE = {
    "principal": {"amount": 10_000_000, "currency": "CNY"},
    "annual_rate": "12",
    "terms": {"method": "level_instalment", "instalments": 12},
}


async def others_answer(gateway: httpx.AsyncClient, town: Town) -> None:
    """What the other three services are asked, they answer."""
    expect(200, await gateway.get("/v1/products"))
    expect(200, await gateway.post("/v1/quotes", json=PRICE))
    expect(200, await town.somebody(Role.FINANCE_CHECKER).get("/v1/payouts"))


async def test_f11_while_one_service_hangs_the_others_answer(
    country: Land, country_gateway: httpx.AsyncClient, country_town: Town
) -> None:
    hung = country.stack.program("underwriting")
    hung.suspend()
    try:
        underwriter = country_town.somebody(Role.UNDERWRITER)
        asked = [asyncio.create_task(underwriter.get("/v1/cases")) for _ in range(5)]
        for _ in range(5):
            await others_answer(country_gateway, country_town)
        assert not any(waiting.done() for waiting in asked)
    finally:
        hung.resume()
    for answer in await asyncio.gather(*asked):
        expect(200, answer)


async def test_f7_without_postgres_a_service_lives_is_not_ready_and_says_503(
    country: Land, country_gateway: httpx.AsyncClient, country_town: Town
) -> None:
    ops = f"http://{HOST}:{country.stack.settings['XIAOWEI_DISBURSEMENT_OPS_PORT']}"
    reader = country_town.somebody(Role.FINANCE_CHECKER)
    pid = country.stack.program("disbursement").pid

    async def readiness(status: int) -> bool:
        return (await country_gateway.get(f"{ops}/readyz")).status_code == status

    async with country.roads["disbursement>postgres"].suffering(Trouble.CLOSED):
        await eventually(lambda: readiness(503))
        assert (await country_gateway.get(f"{ops}/healthz")).status_code == 200
        for _ in range(10):
            answer = await reader.get("/v1/payouts")
            refused(503, "database_unavailable", answer)
            assert int(answer.headers["retry-after"]) > 0
        expect(200, await country_gateway.get("/v1/products"))
    await eventually(lambda: readiness(200))
    expect(200, await reader.get("/v1/payouts"))
    assert country.stack.program("disbursement").pid == pid


async def test_p1_money_that_moved_while_its_answer_was_lost_is_moved_once(
    country: Land, country_town: Town
) -> None:
    deal = await Deal.struck(country_town)
    await deal.name_account(Case.ORDINARY)
    await deal.disclose()
    finance = country_town.somebody(Role.FINANCE_CHECKER)
    async with country.roads["disbursement>rail"].suffering(Trouble.ANSWER_LOST):
        await deal.sign()
        settled = await deal.payout(finance, "settled")
    assert len(truth(country.stack, settled, "moved")) == 1
    await deal.loan()
