"""C20: a neighbour's story is applied in order: nothing left out, and never a step back."""

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import Select, func, select

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import Snapshot
from deploy.invariants.tellings import TELLINGS, Telling


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    for telling in TELLINGS:
        for query in (_left_out(telling), _behind(telling)):
            for place, fault in (await snapshot.session.execute(query)).all():
                yield Breach(place, fault)


def _left_out(telling: Telling) -> Select[str, str]:
    """Events before the last one applied that were never taken."""
    event, heard = telling.events, telling.heard
    fault = func.concat(
        *("number ", event.c.sequence, " was left out, ", heard.c.applied_sequence),
        " is applied",
    )
    return (
        select(telling.place(event), fault)
        .join_from(event, heard, heard.c.aggregate_id == event.c.aggregate_id)
        .where(~event.c.is_delivered, event.c.sequence < heard.c.applied_sequence)
    )


def _behind(telling: Telling) -> Select[str, str]:
    """Inboxes that stand before a message they took."""
    event, heard = telling.events, telling.heard
    fault = func.concat(
        *("took number ", event.c.sequence, " and stands at ", heard.c.applied_sequence)
    )
    return (
        select(telling.place(event), fault)
        .join_from(event, heard, heard.c.aggregate_id == event.c.aggregate_id)
        .where(event.c.is_delivered, event.c.sequence > heard.c.applied_sequence)
    )


INVARIANT: Final = Invariant(
    20, "Each neighbour's story is applied in order, with no gap and no step back", _search
)
