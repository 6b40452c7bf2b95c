"""A consumer applies each message once, in order, and shrugs at repeats."""

import asyncio
from uuid import UUID

import pytest

from services.kit.identifiers import new_id
from services.kit.inbox import SequenceGap, apply_once
from tests.integration.kit.notes import Notes


async def hear(
    notes: Notes, aggregate_id: UUID, sequence: int, after: int, source: str = "svc:a"
) -> bool:
    async with notes.sessions.begin() as session:
        return await apply_once(
            session, source=source, aggregate_id=aggregate_id, sequence=sequence, after=after
        )


async def test_a_message_is_applied_once(notes: Notes) -> None:
    story = new_id()
    assert await hear(notes, story, 1, 0)
    assert not await hear(notes, story, 1, 0)
    assert await hear(notes, story, 2, 1)
    assert not await hear(notes, story, 1, 0)


async def test_numbers_that_went_to_others_are_no_gap(notes: Notes) -> None:
    story = new_id()
    assert await hear(notes, story, 4, 0)
    assert await hear(notes, story, 9, 4)


async def test_a_gap_is_refused_and_leaves_nothing(notes: Notes) -> None:
    story = new_id()
    with pytest.raises(SequenceGap) as refused:
        await hear(notes, story, 2, 1)
    assert refused.value.retryable
    assert await notes.count("inbox") == 0
    assert await hear(notes, story, 1, 0)
    assert await hear(notes, story, 2, 1)


async def test_aggregates_and_sources_have_their_own_story(notes: Notes) -> None:
    one, other = new_id(), new_id()
    assert await hear(notes, one, 1, 0)
    assert await hear(notes, other, 1, 0)
    assert await hear(notes, one, 1, 0, source="svc:b")


async def test_c14_the_same_message_delivered_20_times_at_once_is_applied_once(
    notes: Notes,
) -> None:
    story = new_id()
    for sequence in (1, 2):  # the first makes the row, the second finds it there
        deliveries = (hear(notes, story, sequence, sequence - 1) for _ in range(20))
        assert sum(await asyncio.gather(*deliveries)) == 1


async def test_a_message_whose_use_case_fails_is_applied_next_time(notes: Notes) -> None:
    story = new_id()

    async def fail() -> None:
        async with notes.sessions.begin() as session:
            await apply_once(session, source="svc:a", aggregate_id=story, sequence=1, after=0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await hear(notes, story, 1, 0)
