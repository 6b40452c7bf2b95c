"""C19 and C20: what is told, and what is heard, between two services."""

from datetime import timedelta
from uuid import UUID, uuid4

from deploy.invariants import c19_outbox, c20_inbox
from deploy.invariants.tellings import TELLINGS
from tests.integration.invariants.spoiled import Spoiled

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PLACE = f"application to underwriting, {APPLICATION}"


async def say(
    spoil: Spoiled, sequence: int, topic: str = "application.withdrawn", *, delivered: bool = True
) -> UUID:
    """An event of the application, delivered to underwriting or not."""
    outbox_id = uuid4()
    await spoil.plant(
        "application.outbox",
        outbox_id=outbox_id,
        aggregate_type="application",
        aggregate_id=APPLICATION,
        sequence=sequence,
        topic=topic,
    )
    if delivered:
        await spoil.plant(
            "application.outbox_deliveries",
            outbox_id=outbox_id,
            destination="underwriting",
            attempt=1,
            outcome="delivered",
        )
    return outbox_id


async def hear(spoil: Spoiled, sequence: int) -> None:
    """How far underwriting has applied the application's story."""
    await spoil.plant(
        "underwriting.inbox",
        source="svc:application",
        aggregate_id=APPLICATION,
        applied_sequence=sequence,
    )


def test_every_relay_is_looked_at() -> None:
    assert {(telling.teller, telling.hearer) for telling in TELLINGS} >= {
        ("application", "underwriting"),
        ("underwriting", "application"),
    }


async def test_what_is_told_and_heard_breaks_nothing(spoil: Spoiled) -> None:
    await say(spoil, 1, "application.submitted", delivered=False)  # no neighbour is told of it
    await say(spoil, 2)
    await hear(spoil, 2)
    for invariant in (c19_outbox.INVARIANT, c20_inbox.INVARIANT):
        assert await spoil.breaches(invariant) == []


async def test_invariant_19_sees_an_event_that_waits_too_long(spoil: Spoiled) -> None:
    await say(spoil, 2, delivered=False)
    assert await spoil.breaches(c19_outbox.INVARIANT, unsent_after=timedelta(hours=1)) == []
    assert await spoil.breaches(c19_outbox.INVARIANT) == [
        f"{PLACE}: application.withdrawn number 2 is still to be told"
    ]


async def test_invariant_19_leaves_what_is_parked_to_a_person(spoil: Spoiled) -> None:
    outbox_id = await say(spoil, 2, delivered=False)
    await say(spoil, 3, delivered=False)
    await spoil.plant(
        "application.parked_deliveries",
        outbox_id=outbox_id,
        destination="underwriting",
        status="parked",
        aggregate_id=APPLICATION,
        sequence=2,
    )
    assert await spoil.breaches(c19_outbox.INVARIANT) == []


async def test_invariant_19_sees_an_event_that_nobody_heard(spoil: Spoiled) -> None:
    await say(spoil, 2)
    assert await spoil.breaches(c19_outbox.INVARIANT) == [
        f"{PLACE}: application.withdrawn number 2 is in no inbox"
    ]


async def test_invariant_19_sees_a_message_that_was_never_sent(spoil: Spoiled) -> None:
    await say(spoil, 2)
    await hear(spoil, 3)
    assert await spoil.breaches(c19_outbox.INVARIANT) == [
        f"{PLACE}: stands at 3, which was never sent"
    ]


async def test_invariant_19_sees_a_message_without_its_effect(spoil: Spoiled) -> None:
    await say(spoil, 2, "application.accepted")
    await hear(spoil, 2)
    assert await spoil.breaches(c19_outbox.INVARIANT) == [
        f"{APPLICATION}: underwriting took the acceptance and has no case"
    ]


async def test_invariant_19_sees_a_decision_that_went_astray(spoil: Spoiled) -> None:
    case = uuid4()
    await spoil.plant("application.assessments", application_id=APPLICATION, case_id=case)
    await spoil.plant(
        "underwriting.outbox", aggregate_id=case, sequence=1, topic="decision.declined"
    )
    await spoil.plant(
        "application.inbox", source="svc:underwriting", aggregate_id=case, applied_sequence=1
    )
    assert await spoil.breaches(c19_outbox.INVARIANT, unsent_after=timedelta(hours=1)) == [
        f"{case}: decision.declined was taken and is not on the application"
    ]


async def test_invariant_20_sees_a_message_that_was_left_out(spoil: Spoiled) -> None:
    await say(spoil, 2, delivered=False)
    await say(spoil, 3)
    await hear(spoil, 3)
    assert await spoil.breaches(c20_inbox.INVARIANT) == [
        f"{PLACE}: number 2 was left out, 3 is applied"
    ]


async def test_invariant_20_sees_an_inbox_that_went_back(spoil: Spoiled) -> None:
    await say(spoil, 2)
    await say(spoil, 3)
    await hear(spoil, 2)
    assert await spoil.breaches(c20_inbox.INVARIANT) == [f"{PLACE}: took number 3 and stands at 2"]
