"""Reads of payouts, attempts and alerts; and which payouts the worker should look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts import repository
from services.disbursement.payouts.records import PayoutRecord, record_of
from services.disbursement.payouts.repository import Attempt
from services.disbursement.payouts.tables import PayoutAlertRow, PayoutLookBackRow, PayoutRow
from services.disbursement.payouts.visibility import seen_by
from services.disbursement.reader import Reader
from services.kit.database import Sessions
from services.kit.pagination import PageRequest, paged

DUE_MAX: Final = 100
UNDER_WAY: Final = ("submitted", "unknown")


@dataclass(frozen=True, slots=True)
class PayoutFilter:
    """Which payouts to list; both days of settlement belong to the span."""

    status: PayoutStatus | None = None
    contract_id: UUID | None = None
    settled_from: date | None = None
    settled_until: date | None = None


async def list_payouts(
    wanted: PayoutFilter, page: PageRequest, reader: Reader
) -> Sequence[PayoutRow]:
    """Payouts the caller sees, newest first."""
    statement = select(PayoutRow).where(seen_by(reader.caller), *_conditions(wanted))
    placed = paged(statement, page, created_at=PayoutRow.created_at, identifier=PayoutRow.payout_id)
    async with reader.sessions() as session:
        return (await session.scalars(placed)).all()


async def find_payout(reader: Reader, payout_id: UUID) -> PayoutRecord:
    """One payout; raises `NotFound`."""
    async with reader.sessions() as session:
        return await record_of(session, await repository.find(session, payout_id, reader.caller))


async def attempts_of(reader: Reader, payout_id: UUID) -> Sequence[Attempt]:
    """The attempts of one payout; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, payout_id, reader.caller)
        return await repository.attempts_of(session, row)


async def list_alerts(reader: Reader, page: PageRequest) -> Sequence[PayoutAlertRow]:
    """Alerts about money, newest first."""
    placed = paged(
        select(PayoutAlertRow),
        page,
        created_at=PayoutAlertRow.created_at,
        identifier=PayoutAlertRow.alert_id,
    )
    async with reader.sessions() as session:
        return (await session.scalars(placed)).all()


async def due(sessions: Sessions, above_minor: int) -> Sequence[UUID]:
    """Payouts the worker has something to do about, the longest waiting first."""
    is_small = PayoutRow.amount_minor <= above_minor
    statement = (
        select(PayoutRow.payout_id)
        .where(
            or_(
                PayoutRow.status.in_(("approved", *UNDER_WAY)),
                (PayoutRow.status == "ready") & is_small,
            ),
            PayoutRow.next_try_at <= func.now(),
            or_(PayoutRow.claimed_until.is_(None), PayoutRow.claimed_until < func.now()),
        )
        .order_by(PayoutRow.next_try_at)
        .limit(DUE_MAX)
    )
    async with sessions() as session:
        return (await session.scalars(statement)).all()


async def waiting(sessions: Sessions, after: UUID | None) -> Sequence[UUID]:
    """Contracts whose payout waits for its conditions, a page at a time."""
    statement = select(PayoutRow.contract_id).where(
        PayoutRow.status.in_(("conditions_pending", "ready", "approved"))
    )
    if after is not None:
        statement = statement.where(PayoutRow.contract_id > after)
    async with sessions() as session:
        found = await session.scalars(statement.order_by(PayoutRow.contract_id).limit(DUE_MAX))
        return found.all()


async def to_look_back_at(
    sessions: Sessions, since: date, today: date, after: UUID | None
) -> Sequence[UUID]:
    """Payouts that settled from `since` to yesterday and were not looked back at on `today`, a
    page at a time.
    """
    looked = select(PayoutLookBackRow.payout_id).where(
        PayoutLookBackRow.application_id == PayoutRow.application_id,
        PayoutLookBackRow.payout_id == PayoutRow.payout_id,
        PayoutLookBackRow.looked_on == today,
    )
    statement = select(PayoutRow.payout_id).where(
        PayoutRow.status == "settled",
        PayoutRow.settled_on >= since,
        PayoutRow.settled_on < today,
        ~looked.exists(),
    )
    if after is not None:
        statement = statement.where(PayoutRow.payout_id > after)
    async with sessions() as session:
        found = await session.scalars(statement.order_by(PayoutRow.payout_id).limit(DUE_MAX))
        return found.all()


async def oldest_unknown_s(sessions: Sessions) -> float:
    """For how many seconds nobody has known of the payout that is longest unknown; 0 for none."""
    statement = select(
        func.extract("epoch", func.clock_timestamp() - func.min(PayoutRow.unknown_since))
    ).where(PayoutRow.status == "unknown")
    async with sessions() as session:
        return float(await session.scalar(statement) or 0)


def _conditions(wanted: PayoutFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.status is not None:
        yield PayoutRow.status == wanted.status.value
    if wanted.contract_id is not None:
        yield PayoutRow.contract_id == wanted.contract_id
    if wanted.settled_from is not None:
        yield PayoutRow.settled_on >= wanted.settled_from
    if wanted.settled_until is not None:
        yield PayoutRow.settled_on <= wanted.settled_until
