"""One way or one process breaks while the stack runs; what does not need it goes on."""

import asyncio

import httpx
import pytest

from deploy.local.settings import HOST
from deploy.sandbox.rail.truth_table import Case
from services.kit.roles import Role
from tests.chaos.land import Land
from tests.faults.ledger import Ledger
from tests.journeys.applying import a_borrower, until
from tests.journeys.borrowing import Deal, truth
from tests.journeys.person import Town, expect, refused
from tests.journeys.waiting import eventually
from tests.roads import Trouble

pytestmark = pytest.mark.usefixtures("terminal")

PRICE = {
    "principal": {"amount": 10_000_000, "currency": "CNY"},
    "annual_rate": "12",
    "terms": {"method": "level_instalment", "instalments": 12},
}


CONNECTIONS = 15  # of a process, as many as it takes by itself
BEFORE_IT = 6  # applications handed in while nobody could be told of them
STORM_MAX = 1.2
TRIED = """
    SELECT count(*) FROM application.delivery_attempts WHERE destination = 'underwriting'
     GROUP BY outbox_id
"""


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


async def test_f8_with_every_connection_taken_others_wait_a_little_and_hear_503(
    country: Land, country_gateway: httpx.AsyncClient, country_town: Town
) -> None:
    ops = f"http://{HOST}:{country.stack.settings['XIAOWEI_DISBURSEMENT_OPS_PORT']}"
    reader = country_town.somebody(Role.FINANCE_CHECKER)
    async with country.roads["disbursement>postgres"].suffering(Trouble.HELD):
        asked = [asyncio.create_task(reader.get("/v1/payouts")) for _ in range(4 * CONNECTIONS)]
        waiting = set(asked)
        while len(waiting) > CONNECTIONS:
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        assert (await country_gateway.get(f"{ops}/healthz")).status_code == 200
        expect(200, await country_gateway.get("/v1/products"))
    for answer in await asyncio.gather(*asked):
        if answer.status_code != 200:
            assert refused(503, "database_unavailable", answer)["retryable"] is True
    expect(200, await reader.get("/v1/payouts"))


async def test_f13_after_an_outage_each_message_is_told_and_none_over_and_over(
    country: Land, country_town: Town
) -> None:
    ledger = await Ledger.open(country.stack)

    async def tried() -> list[int]:
        return await ledger.column(TRIED)

    async with country.roads["application>underwriting"].suffering(Trouble.CLOSED):
        known = len(await tried())
        applicants = await asyncio.gather(*(a_borrower(country_town) for _ in range(BEFORE_IT)))
        applied = await asyncio.gather(*(each.applied() for each in applicants))

        async def all_were_tried() -> bool:
            return len(await tried()) >= known + BEFORE_IT

        await eventually(all_were_tried)
        in_vain = sum(await tried())
    for applicant, application in zip(applicants, applied, strict=True):
        await until(applicant.person, application, "approved")
    assert sum(await tried()) - in_vain <= STORM_MAX * BEFORE_IT
    await ledger.close()


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
