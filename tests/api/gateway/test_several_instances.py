"""A service of two instances: they are asked in turn, and one that is leaving is left in peace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.api.gateway.echo import Echo
from tests.api.gateway.stand import Stand, standing
from tests.roads import Road, Trouble
from tests.serving import served


@asynccontextmanager
async def twins(folder: Path) -> AsyncIterator[tuple[Stand, list[Echo], list[Road]]]:
    """A gateway before two instances, with a road to each."""
    echoes = [Echo(), Echo()]
    async with (
        served(echoes[0]) as first,
        served(echoes[1]) as second,
        Road(first) as to_first,
        Road(second) as to_second,
        standing(folder, upstreams={"application": (to_first.address, to_second.address)}) as stand,
    ):
        yield stand, echoes, [to_first, to_second]


async def ask(stand: Stand, thing: str, times: int = 1) -> None:
    for _ in range(times):
        assert (await stand.ask("GET", f"/v1/things/{thing}")).status == 200


async def test_two_instances_are_asked_in_turn(tmp_path: Path) -> None:
    async with twins(tmp_path) as (stand, echoes, _):
        await ask(stand, "1", times=6)
        assert [len(echo.seen) for echo in echoes] == [3, 3]


@pytest.mark.parametrize("before", [0, 1])
async def test_f19_who_says_that_it_leaves_is_asked_no_more(tmp_path: Path, before: int) -> None:
    async with twins(tmp_path) as (stand, echoes, _):
        await ask(stand, "1", times=before)
        await ask(stand, "leaving")
        (leaving,) = (echo for echo in echoes if echo.seen and "leaving" in echo.seen[-1]["path"])
        counted = len(leaving.seen)
        await ask(stand, "1", times=6)
        assert len(leaving.seen) == counted


async def test_f19_who_leaves_is_asked_rather_than_nobody(tmp_path: Path) -> None:
    async with twins(tmp_path) as (stand, echoes, roads):
        await ask(stand, "leaving", times=2)
        for gone, left in ((0, 1), (1, 0)):
            async with roads[gone].suffering(Trouble.CLOSED):
                counted = len(echoes[left].seen)
                await ask(stand, "1", times=2)
                assert len(echoes[left].seen) == counted + 2


async def test_f19_who_came_back_is_asked_again(tmp_path: Path) -> None:
    """A refusal says that it has gone, so who answers there next is not leaving."""
    async with twins(tmp_path) as (stand, echoes, roads):
        await ask(stand, "leaving", times=2)
        for road in roads:
            await road.suffer(Trouble.CLOSED)
        assert (await stand.ask("GET", "/v1/things/1")).code == "unavailable"
        for road in roads:
            await road.suffer(Trouble.NONE)
        before = [len(echo.seen) for echo in echoes]
        await ask(stand, "1", times=4)
        assert [len(echo.seen) for echo in echoes] == [count + 2 for count in before]
