"""Reads of what was given up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.kit.deliveries import DeliveryOutcome
from services.kit.errors import NotFound
from services.kit.ledgers import delivery_attempts, outbox, outbox_deliveries
from services.kit.pagination import PageRequest, paged
from services.kit.parked.records import Attempt, ParkedRecord
from services.kit.parked.rows import ParkedRow
from services.kit.parked.statuses import ParkedStatus

ATTEMPTS_LISTED_MAX: Final = 1
ATTEMPTS_SHOWN_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class ParkedFilter:
    """Which deliveries to list, and in which order."""

    status: ParkedStatus | None = None
    destination: str | None = None
    topic: str | None = None
    newest_first: bool = True


async def parked_deliveries(
    sessions: Sessions, wanted: ParkedFilter, page: PageRequest
) -> list[ParkedRecord]:
    """A page of what was given up, one row more than it shows, each with its last attempt."""
    statement = paged(
        _rows().where(*_conditions(wanted)),
        page,
        created_at=ParkedRow.created_at,
        identifier=ParkedRow.delivery_id,
        newest_first=wanted.newest_first,
    )
    async with sessions() as session:
        found = (await session.execute(statement)).all()
        tried = await _attempts(session, [row for row, _ in found], ATTEMPTS_LISTED_MAX)
    return [_record(row, told_id, tried) for row, told_id in found]


async def parked_delivery(sessions: Sessions, delivery_id: UUID) -> ParkedRecord:
    """One of them with its latest attempts; raises `NotFound`."""
    async with sessions() as session:
        return await record_of(session, delivery_id)


async def record_of(session: AsyncSession, delivery_id: UUID) -> ParkedRecord:
    """One of them as `session` sees it, with its latest attempts; raises `NotFound`."""
    found = (
        await session.execute(_rows().where(ParkedRow.delivery_id == delivery_id))
    ).one_or_none()
    if found is None:
        raise NotFound
    row, told_id = found
    return _record(row, told_id, await _attempts(session, [row], ATTEMPTS_SHOWN_MAX))


def _rows() -> Select[ParkedRow, str | None]:
    """Rows, each with its aggregate's id as the event tells it."""
    told_id = outbox.c.body["id"].astext
    return select(ParkedRow, told_id).join(outbox, outbox.c.outbox_id == ParkedRow.outbox_id)


def _conditions(wanted: ParkedFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.status is not None:
        yield ParkedRow.status == wanted.status.value
    if wanted.destination is not None:
        yield ParkedRow.destination == wanted.destination
    if wanted.topic is not None:
        yield ParkedRow.topic == wanted.topic


async def _attempts(
    session: AsyncSession, rows: Sequence[ParkedRow], each_max: int
) -> dict[tuple[UUID, str], list[Attempt]]:
    """The latest attempts of each row, newest first."""
    begun, ended = delivery_attempts.c, outbox_deliveries.c
    is_its_end = and_(
        ended.outbox_id == begun.outbox_id,
        ended.destination == begun.destination,
        ended.attempt == begun.attempt,
    )
    place = func.row_number().over(
        partition_by=[begun.outbox_id, begun.destination], order_by=begun.attempt.desc()
    )
    latest = (
        select(
            *(begun.outbox_id, begun.destination, begun.attempt, begun.started_at),
            *(ended.attempted_at, ended.outcome, ended.status, ended.detail),
            place.label("place"),
        )
        .select_from(delivery_attempts.outerjoin(outbox_deliveries, is_its_end))
        .where(begun.outbox_id.in_([row.outbox_id for row in rows]))
        .subquery()
    )
    statement = select(latest).where(latest.c.place <= each_max).order_by(latest.c.place)
    tried: dict[tuple[UUID, str], list[Attempt]] = {}
    for one in await session.execute(statement):
        outcome = None if one.outcome is None else DeliveryOutcome(one.outcome)
        tried.setdefault((one.outbox_id, one.destination), []).append(
            Attempt(
                number=one.attempt,
                started_at=one.started_at,
                ended_at=one.attempted_at,
                outcome=outcome,
                status=one.status,
                detail=one.detail or None,
            )
        )
    return tried


def _record(
    row: ParkedRow, told_id: str | None, tried: dict[tuple[UUID, str], list[Attempt]]
) -> ParkedRecord:
    return ParkedRecord(
        delivery_id=row.delivery_id,
        status=ParkedStatus(row.status),
        version=row.version,
        destination=row.destination,
        topic=row.topic,
        aggregate_type=row.aggregate_type,
        told_id=told_id or str(row.aggregate_id),
        sequence=row.sequence,
        parked_at=row.parked_at,
        created_at=row.created_at,
        attempts=tuple(tried.get((row.outbox_id, row.destination), ())),
    )
