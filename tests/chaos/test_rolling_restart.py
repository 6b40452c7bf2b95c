"""F19: every process is restarted while people work, and not one of their requests fails."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Iterator
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_ports
from deploy.local.settings import HOST, SERVICES
from deploy.local.supervision.readiness import answers_200
from services.kit.roles import Role
from tests.chaos.test_one_thing_breaks import PRICE
from tests.journeys.applying import a_borrower
from tests.journeys.invariants import broken
from tests.journeys.person import Town, expect
from tests.journeys.running_stack import POLL_S, RunningStack
from tests.journeys.waiting import eventually
from tests.roads import Road

TWINNED = (*SERVICES, "gateway")
LAMEDUCK_S = "1"
# Who asked an instance before its lameduck time does not ask it on the same connection after it.
IDLE_CONNECTION_S = 0.5
WAVES = [
    SERVICES,
    [f"{service}-2" for service in SERVICES],
    [f"{service}-worker" for service in SERVICES],
    ["gateway"],
    ["gateway-2"],
]
PEOPLE = 4
REQUESTS_MIN = 200  # less would say that nobody worked


# A stack is started, worked on for five waves of restarts, and asked for every invariant.
pytestmark = pytest.mark.timeout(240)


@pytest.fixture
async def twins(tmp_path: Path) -> AsyncIterator[RunningStack]:
    """A stack of two instances of everything that is asked, which nothing broke."""
    running = RunningStack(tmp_path / "home")
    taken = set(running.settings.values())
    ports = next(found for found in _draws() if taken.isdisjoint(map(str, found)))
    twin_ports = zip(TWINNED, zip(ports[::2], ports[1::2], strict=True), strict=True)
    running.settings["XIAOWEI_TWINS"] = json.dumps(
        {name: {"port": port, "ops_port": ops_port} for name, (port, ops_port) in twin_ports}
    )
    running.settings |= {f"{name.upper()}_LAMEDUCK_S": LAMEDUCK_S for name in TWINNED}
    running.settings["GATEWAY_IDLE_CONNECTION_S"] = str(IDLE_CONNECTION_S)
    await running.start()
    yield running
    sys.stdout.write(running.said)
    found = await broken(running)
    await running.forget()
    assert found == [], "\n".join(found)


def _draws() -> Iterator[list[int]]:
    while True:
        yield free_ports(2 * len(TWINNED))


@contextlib.asynccontextmanager
async def balanced(stack: RunningStack) -> AsyncIterator[str]:
    """The address of both gateways: a new connection goes to one that says it is ready."""
    twin = json.loads(stack.settings["XIAOWEI_TWINS"])["gateway"]
    gateways = [
        (stack.url, int(stack.settings["XIAOWEI_OPS_PORT"])),
        (f"http://{HOST}:{twin['port']}", twin["ops_port"]),
    ]
    async with Road(stack.url) as road:

        async def choose() -> None:
            for address, ops_port in cycle(gateways):
                if await asyncio.to_thread(answers_200, f"http://{HOST}:{ops_port}/readyz"):
                    road.leads_to = address
                await asyncio.sleep(POLL_S)

        choosing = asyncio.create_task(choose())
        yield road.address
        choosing.cancel()
        await asyncio.gather(choosing, return_exceptions=True)


async def work(town: Town, gateway: httpx.AsyncClient, over: asyncio.Event) -> None:
    """What people do all day: every answer must be the one they would get on a quiet one."""
    while not over.is_set():
        applicant = await a_borrower(town)
        application = await applicant.complete_draft(40_000)
        expect(200, await applicant.person.get(application))
        expect(200, await gateway.post("/v1/quotes", json=PRICE))
        expect(200, await town.somebody(Role.FINANCE_CHECKER).get("/v1/payouts"))
        expect(200, await town.somebody(Role.UNDERWRITER).get("/v1/cases"))


async def restart(stack: RunningStack, name: str) -> None:
    """Have a program stop as an orchestrator would, and return once it is another process."""
    old = stack.program(name)
    old.terminate()

    async def is_another() -> bool:
        return any(each.pid != old.pid for each in stack.programs(name))

    await eventually(is_another)


async def all_ready(stack: RunningStack) -> None:
    """Return once every process is ready."""

    async def is_ready() -> bool:
        return await asyncio.to_thread(answers_200, f"{stack.url}/readyz")

    await eventually(is_ready)


async def test_f19_while_every_process_is_restarted_no_request_fails(
    twins: RunningStack,
) -> None:
    over, answers = asyncio.Event(), list[int]()

    async def count(response: httpx.Response) -> None:
        answers.append(response.status_code)

    async with (
        balanced(twins) as address,
        httpx.AsyncClient(
            base_url=address,
            timeout=30,
            trust_env=False,
            event_hooks={"response": [count]},
            limits=httpx.Limits(keepalive_expiry=IDLE_CONNECTION_S),
        ) as gateway,
    ):
        people = Town(gateway, twins)
        working = [asyncio.create_task(work(people, gateway, over)) for _ in range(PEOPLE)]
        for wave in WAVES:
            await asyncio.gather(*(restart(twins, name) for name in wave))
            await all_ready(twins)
        over.set()
        await asyncio.gather(*working)
    assert max(answers) < 400
    assert len(answers) > REQUESTS_MIN
    assert "killed" not in twins.said
