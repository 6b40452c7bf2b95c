"""A stack of whose every way from one process to another a road is made."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.programs import NEIGHBOURS
from deploy.local.settings import HOST, SERVICES
from tests.journeys.running_stack import RunningStack
from tests.roads import Road

# Who asks whom: the name of a road, as the stack's detours are named.
PAIRS: Final = (
    *(f"gateway>{service}" for service in SERVICES),
    *(f"{service}>{whom}" for service in SERVICES for whom in NEIGHBOURS[service]),
    *(f"{service}>postgres" for service in SERVICES),
    "rail>gateway",
)


@dataclass(frozen=True)
class Land:
    """A running stack and the roads through it, by pair."""

    stack: RunningStack
    roads: Mapping[str, Road]


@asynccontextmanager
async def land(home: Path, **chosen: str) -> AsyncIterator[Land]:
    """A stack of one's own with a road between every pair; forgotten at the end."""
    async with AsyncExitStack() as opened:
        # The roads take their ports first, or the stack might choose the same ones.
        roads = {pair: await opened.enter_async_context(Road()) for pair in PAIRS}
        running = RunningStack(home, **chosen)
        for pair, road in roads.items():
            road.leads_to = _address(running, pair)
        running.settings["XIAOWEI_DETOURS"] = json.dumps(
            {pair: road.port for pair, road in roads.items()}
        )
        await running.start()
        yield Land(running, roads)
        await running.forget()


def _address(running: RunningStack, pair: str) -> str:
    """Where the one who is asked listens."""
    whom = pair.partition(">")[2]
    variable = "XIAOWEI_PORT" if whom == "gateway" else f"XIAOWEI_{whom.upper()}_PORT"
    return f"http://{HOST}:{running.settings[variable]}"
