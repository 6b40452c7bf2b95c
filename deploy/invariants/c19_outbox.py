"""C19: what was to be told is told, and what was heard was told and had its effect."""

from collections.abc import AsyncIterator, Iterator
from typing import Final

from sqlalchemy import Select, and_, exists, func, select

from deploy.invariants.invariant import Breach, Invariant, found_by
from deploy.invariants.snapshot import Snapshot
from deploy.invariants.tellings import TELLINGS, Telling

# Messages that begin something at the neighbour: without it, they were heard in vain.
_EFFECTS: Final = found_by(
    """
    SELECT heard.aggregate_id, 'underwriting took the acceptance and has no case'
    FROM underwriting.inbox heard
    JOIN application.outbox event ON event.aggregate_id = heard.aggregate_id
        AND event.topic = 'application.accepted' AND event.sequence <= heard.applied_sequence
    WHERE heard.source = 'svc:application' AND NOT EXISTS (
        SELECT FROM underwriting.cases begun WHERE begun.application_id = heard.aggregate_id)
    """,
    """
    SELECT heard.aggregate_id, event.topic || ' was taken and is not on the application'
    FROM application.inbox heard
    JOIN underwriting.outbox event ON event.aggregate_id = heard.aggregate_id
        AND event.topic LIKE 'decision.%' AND event.sequence <= heard.applied_sequence
    JOIN application.assessments examined ON examined.case_id = heard.aggregate_id
    WHERE heard.source = 'svc:underwriting' AND NOT EXISTS (
        SELECT FROM application.decisions told
        WHERE told.application_id = examined.application_id)
    """,
)


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    for telling in TELLINGS:
        for query in _queries(telling, snapshot):
            for place, fault in (await snapshot.session.execute(query)).all():
                yield Breach(place, fault)
    async for breach in _EFFECTS(snapshot):
        yield breach


def _queries(telling: Telling, snapshot: Snapshot) -> Iterator[Select[str, str]]:
    yield _untold(telling, snapshot)
    yield _unheard(telling)
    yield _invented(telling)


def _untold(telling: Telling, snapshot: Snapshot) -> Select[str, str]:
    """Events too long untold; what is parked, and what follows it, is a person's to look at."""
    event, parked = telling.events, telling.parked
    waits_behind = exists().where(
        parked.c.aggregate_id == event.c.aggregate_id, parked.c.sequence <= event.c.sequence
    )
    fault = func.concat(event.c.topic, " number ", event.c.sequence, " is still to be told")
    return select(telling.place(event), fault).where(
        ~event.c.is_delivered,
        ~waits_behind,
        event.c.created_at < func.clock_timestamp() - snapshot.unsent_after,
    )


def _unheard(telling: Telling) -> Select[str, str]:
    """Events that were taken, of which the hearer has no trace."""
    event, heard = telling.events, telling.heard
    is_known = exists().where(heard.c.aggregate_id == event.c.aggregate_id)
    fault = func.concat(event.c.topic, " number ", event.c.sequence, " is in no inbox")
    return select(telling.place(event), fault).where(event.c.is_delivered, ~is_known)


def _invented(telling: Telling) -> Select[str, str]:
    """Inboxes that stand at a message nobody sent."""
    event, heard = telling.events, telling.heard
    is_sent = exists().where(
        and_(
            event.c.aggregate_id == heard.c.aggregate_id,
            event.c.sequence == heard.c.applied_sequence,
        )
    )
    fault = func.concat("stands at ", heard.c.applied_sequence, ", which was never sent")
    return select(telling.place(heard), fault).where(~is_sent)


INVARIANT: Final = Invariant(
    19, "What was to be told is told once, and nothing is heard that was not said", _search
)
