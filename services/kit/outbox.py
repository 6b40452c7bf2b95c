"""Telling others, in the transaction that changed the thing: what is committed gets told.

An event is a row here, numbered within its aggregate. Beside it, once per transaction, a job
wakes the relay; the job may vanish, the row may not.
"""

import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import SessionTransaction

from services.kit import telemetry
from services.kit.aggregates import Aggregate, aggregate_id_of
from services.kit.chain import canonical_json
from services.kit.driver import compact_json
from services.kit.identifiers import new_id
from services.kit.joined_statement import JoinedStatement
from services.kit.queue import RELAY_ENTRYPOINT, job_sql, log_sql
from services.kit.writing_session import Later, gathered

BODY_SIZE_MAX_BYTES: Final = 16_384

_WOKEN: Final = "relay_woken_in"


@dataclass(slots=True)
class _Events:
    """The events of one statement, and by which of them the relay is woken."""

    events: list[Mapping[str, object]] = field(default_factory=list)
    wakes: list[UUID] = field(default_factory=list)

    def write(self, statement: JoinedStatement) -> Iterable[Later]:
        """Write them, and the job."""
        bind = statement.bind
        statement.insert(
            "outbox", [{name: bind(value) for name, value in each.items()} for each in self.events]
        )
        for outbox_id in self.wakes:
            entrypoint, payload = bind(RELAY_ENTRYPOINT), bind(outbox_id.bytes)
            statement.part(log_sql(statement.part(job_sql(entrypoint, payload))))
        return ()


async def add(
    session: AsyncSession,
    row: Aggregate,
    *,
    aggregate_type: str,
    topic: str,
    data: Mapping[str, object],
) -> None:
    """Write the event `topic` about `row`, which is new or locked, and wake the relay.

    It is written with the session's next flush.

    `data` holds ids, states and versions: thin, so that a reader asks for the rest with its own
    rights. Raises ValueError or TypeError when it is not JSON or over `BODY_SIZE_MAX_BYTES`.
    """
    if len(canonical_json(data)) > BODY_SIZE_MAX_BYTES:
        raise ValueError(f"{topic}: an event holds at most {BODY_SIZE_MAX_BYTES} bytes")
    outbox_id, sequence, asked = new_id(), (row.event_seq or 0) + 1, telemetry.current()
    event = {
        "outbox_id": outbox_id,
        "aggregate_type": aggregate_type,
        "aggregate_id": aggregate_id_of(row),
        "sequence": sequence,
        "topic": topic,
        "body": compact_json(data),
        "traceparent": asked.traceparent,
        "request_id": asked.request_id,
    }
    waiting = gathered(session, _Events)
    waiting.events.append(event)
    if not _already_woken(session):
        waiting.wakes.append(outbox_id)
    row.event_seq = sequence


def _already_woken(session: AsyncSession) -> bool:
    """Whether this transaction, or one around it, has its job; if not, it is taken to have now.

    A savepoint that was rolled back took its job away, and it is not among the transactions
    around the present one, so it does not count.
    """
    woken: weakref.WeakSet[SessionTransaction] = session.info.setdefault(_WOKEN, weakref.WeakSet())
    present = (
        session.sync_session.get_nested_transaction() or session.sync_session.get_transaction()
    )
    around = present
    while around is not None:
        if around in woken:
            return True
        around = around.parent
    if present is not None:
        woken.add(present)
    return False
