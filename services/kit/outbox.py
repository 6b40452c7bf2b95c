"""Telling others, in the transaction that changed the thing: what is committed gets told.

An event is a row here, numbered within its aggregate. Beside it, once per transaction, a job
wakes the relay; the job may vanish, the row may not.
"""

import weakref
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import SessionTransaction

from services.kit import telemetry
from services.kit.aggregates import Aggregate, aggregate_id_of
from services.kit.chain import canonical_json
from services.kit.identifiers import new_id
from services.kit.ledgers import outbox
from services.kit.queue import RELAY_ENTRYPOINT
from services.kit.wakes import wake

BODY_SIZE_MAX_BYTES: Final = 16_384

_ADD: Final = insert(outbox)
_WOKEN: Final = "relay_woken_in"


async def add(
    session: AsyncSession,
    row: Aggregate,
    *,
    aggregate_type: str,
    topic: str,
    data: Mapping[str, object],
) -> None:
    """Write the event `topic` about `row`, which is new or locked, and wake the relay.

    `data` holds ids, states and versions: thin, so that a reader asks for the rest with its own
    rights. Raises ValueError or TypeError when it is not JSON or over `BODY_SIZE_MAX_BYTES`.
    """
    if len(canonical_json(data)) > BODY_SIZE_MAX_BYTES:
        raise ValueError(f"{topic}: an event holds at most {BODY_SIZE_MAX_BYTES} bytes")
    outbox_id, sequence, asked = new_id(), (row.event_seq or 0) + 1, telemetry.current()
    await session.execute(
        _ADD,
        {
            "outbox_id": outbox_id,
            "aggregate_type": aggregate_type,
            "aggregate_id": aggregate_id_of(row),
            "sequence": sequence,
            "topic": topic,
            "body": dict(data),
            "traceparent": asked.traceparent,
            "request_id": asked.request_id,
        },
    )
    row.event_seq = sequence
    await _wake_relay(session, outbox_id)


async def _wake_relay(session: AsyncSession, outbox_id: UUID) -> None:
    if _already_woken(session):
        return
    await wake(session, RELAY_ENTRYPOINT, outbox_id.bytes)


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
