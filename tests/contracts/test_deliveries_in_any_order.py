"""Stale, doubled and shuffled deliveries end as orderly ones do: a life told by a wild relay.

Whatever was ever to be told stays in a bag, and the relay draws from it: something new, something
told before, something whose forerunner is still missing. Between the draws the people and the
machine do their next step as soon as it is theirs. At the end the whole bag is told once more.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from services.kit.deliveries import Delivery, DeliveryOutcome
from services.kit.verification import verify
from tests.contracts.life import UNTOLD, Life, begun
from tests.contracts.messages import messages_of
from tests.contracts.pair import NAMES, Pair

DRAWS_MAX = 300
SEEDS = range(3)
HANDS_SHARE = 0.9
TAKEN = Delivery(DeliveryOutcome.DELIVERED, 200)
FOR_LATER = Delivery(DeliveryOutcome.FAILED, 409, "sequence_gap")


@dataclass(frozen=True)
class Ending:
    """How a life ends: the statuses, and what each service had to tell on the way."""

    application: str
    case: str
    told: dict[str, list[str]]


ACCEPTED = Ending(
    "offer_accepted",
    "auto_approved",
    {
        "application": [
            "application.submitted", "application.accepted", "application.information_requested",
            "application.information_answered", "application.approved",
            "application.offer_accepted",
        ],
        "underwriting": ["case.started", "case.information_requested", "decision.approved"],
    },
)  # fmt: skip
LEFT = Ending(
    "withdrawn",
    "closed",
    {
        "application": [
            "application.submitted", "application.accepted", "application.information_requested",
            "application.withdrawn",
        ],
        "underwriting": ["case.started", "case.information_requested"],
    },
)  # fmt: skip


async def next_hand(life: Life, ending: Ending) -> Callable[[], Awaitable[None]] | None:
    """Whose turn it is, if it is anybody's but the relay's."""
    case, status = await life.find_case(), (await life.now())["status"]
    if case is not None and case[1] in {"queued", "checking"}:
        return life.assessed
    if case is not None and case[1] == "manual":
        return life.asked
    if status == "information_requested":
        return life.withdrawn if ending is LEFT else life.answered
    return life.offer_accepted if status == "approved" else None


async def is_over(life: Life, ending: Ending) -> bool:
    """Whether both services have come to the end."""
    case = await life.find_case()
    return case is not None and ((await life.now())["status"], case[1]) == (
        ending.application, ending.case,
    )  # fmt: skip


async def written(life: Life) -> list[Any]:
    """Every row that says something of the life, in both services."""
    case_id, _ = await life.case()
    kept: list[Any] = []
    for service, about, tables in (
        ("application", life.id, ("applications", "offers", "decisions", "information_requests")),
        ("underwriting", life.id, ("cases",)),
    ):
        for table in tables:
            statement = f"SELECT * FROM {table} WHERE application_id = :id ORDER BY 1"
            kept += await life.pair.rows(service, statement, id=about)
    for table in ("decisions", "case_submissions", "exposure_reservations", "information_requests"):
        statement = f"SELECT * FROM {table} WHERE case_id = :id ORDER BY 1, 2"
        kept += await life.pair.rows("underwriting", statement, id=case_id)
    return kept


@pytest.mark.parametrize("ending", [ACCEPTED, LEFT], ids=["accepted", "left"])
@pytest.mark.parametrize("seed", SEEDS)
async def test_z6_shuffled_doubled_and_stale_deliveries_end_the_same(
    pair: Pair, seed: int, ending: Ending
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a wild relay that can be run again
    life = await begun(pair, financials=UNTOLD)
    outcomes = []
    for _ in range(DRAWS_MAX):
        if await is_over(life, ending):
            break
        hand = await next_hand(life, ending)
        if hand is not None and chance.random() < HANDS_SHARE:
            await hand()
            continue
        name = chance.choice(NAMES)
        if bag := await messages_of(life, name):
            # The newest more often than not: its forerunners may be missing.
            message = chance.choice([*bag, *([bag[-1]] * len(bag))])
            outcomes.append(await pair.destination(name).deliver(message))
    assert set(outcomes) == {TAKEN, FOR_LATER}
    assert await is_over(life, ending), f"seed {seed}"

    before = await written(life)
    for name in NAMES:
        messages = await messages_of(life, name)
        chance.shuffle(messages)
        for message in messages * 2:
            assert await pair.destination(name).deliver(message) in {TAKEN, FOR_LATER}
    assert await written(life) == before
    assert {name: await life.topics(name) for name in NAMES} == ending.told
    for service in (pair.application, pair.underwriting):
        async with service.sessions() as session:
            assert not [each for each in await verify(session) if str(life.id) in str(each)]
