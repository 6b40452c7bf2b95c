"""People go all their ways while everything around them breaks; afterwards nothing is wrong.

Every decision comes from one seed: CHAOS_SEED=… and CHAOS_SECONDS=… draw another, or more of it.
"""

import asyncio
import contextlib
import sys
from collections import Counter
from pathlib import Path
from random import Random

import asyncpg
import httpx
import pytest
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from deploy.sandbox.rail.book import Book
from gateway.dev_issuer.issuer import DevIssuer
from services.kit.clock import SystemClock
from tests.chaos.actor import GaveUp, Over, Refused, Stage
from tests.chaos.applying import Walk
from tests.chaos.borrowing import go
from tests.chaos.checker import things, wrongs
from tests.chaos.effects import happened
from tests.chaos.history import History, Outcome, operations, outcome_of
from tests.chaos.land import Land
from tests.chaos.nemesis import Nemesis
from tests.faults.ledger import Ledger
from tests.journeys.invariants import broken
from tests.journeys.person import Town
from tests.journeys.waiting import eventually


class ChaosSettings(BaseSettings):
    """What the surroundings may say to a run."""

    model_config = SettingsConfigDict(env_prefix="CHAOS_", env_ignore_empty=True)

    seed: int = 20261127
    seconds: float = Field(default=60, ge=5)
    people: int = Field(default=5, ge=1, le=50)


SETTINGS = ChaosSettings()
PATIENCE_S = 6.0  # of a caller's client
ARRIVE_WITHIN_S = 20.0
ANSWERED_MIN = 30  # changes acknowledged in a minute; less would say that nothing went on
STRUCK_MIN = 8  # in a minute

pytestmark = [
    pytest.mark.timeout(SETTINGS.seconds + 300),
    pytest.mark.usefixtures("terminal"),
]


def dice(whose: str) -> Random:
    """The decisions of one of those who act: those of others do not shift them."""
    return Random(f"{SETTINGS.seed} {whose}")  # noqa: S311 - to be thrown again, not to be secret


async def walk_on(stage: Stage, number: int, calm: asyncio.Event, ends: Counter[str]) -> None:
    """One person's place: when somebody's way ends, somebody new begins theirs, until all is calm.

    Who is under way then may arrive, unless it takes too long.
    """
    chance = dice(f"person {number}")
    while not calm.is_set():
        try:
            await go(Walk.of(stage, chance))
            ends["arrived"] += 1
        except Over:
            ends["over"] += 1
        except (GaveUp, Refused) as reason:
            ends[str(reason)] += 1


async def rest(country: Land) -> None:
    """Return when all are ready and what dead workers had in hand is anybody's again."""

    async def is_ready() -> bool:
        with contextlib.suppress(httpx.TransportError):
            async with httpx.AsyncClient(trust_env=False) as client:
                return (await client.get(f"{country.stack.url}/readyz")).is_success
        return False

    await eventually(is_ready, within_s=60)
    ledger = await Ledger.open(country.stack)
    await ledger.let_time_pass_over_jobs()
    await ledger.close()


async def test_c15_through_all_that_breaks_nothing_is_lost_doubled_or_seen_by_others(
    country: Land, country_town: Town, tmp_path: Path
) -> None:
    sys.stdout.write(f"CHAOS_SEED={SETTINGS.seed} CHAOS_SECONDS={SETTINGS.seconds:g}\n")
    history, ends = History(tmp_path / "history.jsonl"), Counter[str]()
    calm, over = asyncio.Event(), asyncio.Event()
    nemesis = Nemesis(country, country_town, history, dice("nemesis"))
    async with httpx.AsyncClient(
        base_url=country.stack.url, timeout=PATIENCE_S, trust_env=False
    ) as http:
        issuer = DevIssuer(country.stack.url, country.stack.home.keys, SystemClock())
        stage = Stage(http, issuer, history, over)
        working = [
            asyncio.create_task(walk_on(stage, number, calm, ends))
            for number in range(SETTINGS.people)
        ]
        raging = asyncio.create_task(nemesis.rage(calm))
        await asyncio.sleep(SETTINGS.seconds)
        calm.set()
        await raging
        await asyncio.wait(working, timeout=ARRIVE_WITHIN_S)
        over.set()
        await asyncio.gather(*working)
    await rest(country)
    found = await broken(country.stack)
    found += await judged(country, history)
    told = summary(history, nemesis, ends)
    sys.stdout.write(f"{told}\n")
    assert found == [], "\n".join([*found, told])
    assert sum(nemesis.struck.values()) >= STRUCK_MIN * SETTINGS.seconds / 60
    answered = Counter(map(outcome_of, operations(history.attempts)))[Outcome.OK]
    assert answered >= ANSWERED_MIN * SETTINGS.seconds / 60, told


async def judged(country: Land, history: History) -> list[str]:
    """What is wrong with what was answered, by what is written down."""
    port = int(country.stack.settings["XIAOWEI_POSTGRES_PORT"])
    dsn = LocalPostgres(country.stack.home.postgres, port).dsn(database=DATABASE)
    database = await asyncpg.connect(dsn)
    try:
        asked = things(history.attempts)
        effects = await happened(asked, database, Book(country.stack.home.rail_book))
    finally:
        await database.close()
    return list(wrongs(history.attempts, effects))


def summary(history: History, nemesis: Nemesis, ends: Counter[str]) -> str:
    """What went on, in a few lines."""
    by_kind = Counter(
        f"{operation[0].kind} {outcome_of(operation)}" for operation in operations(history.attempts)
    )
    return "\n".join(
        [
            f"{len(history.attempts)} requests for changes, written down in {history.file}",
            "  " + ", ".join(f"{what} {count}" for what, count in sorted(by_kind.items())),
            "  struck: " + ", ".join(f"{what} {n}" for what, n in sorted(nemesis.struck.items())),
            *(f"  {count} x {what}" for what, count in ends.most_common(12)),
        ]
    )
