"""Rows of payouts: loads and locks, the contract's row first; decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractStanding
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payouts.domain.alert_kinds import HAND_OVERS, AlertKind
from services.disbursement.payouts.domain.screening import Screened
from services.disbursement.payouts.tables import (
    PayoutAlertRow,
    PayoutApprovalRow,
    PayoutAttemptRow,
    PayoutLookBackRow,
    PayoutOutcomeRow,
    PayoutResolutionRow,
    PayoutRow,
    PayoutScreeningRow,
)
from services.disbursement.payouts.visibility import seen_by
from services.kit.caller import Caller
from services.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Attempt:
    """One order that was handed in, and what came of it; None while nobody knows."""

    attempt_id: UUID
    number: int
    provider_key: str
    started_at: datetime
    sent_at_clock: datetime
    outcome: str | None
    detail: str | None
    ended_at: datetime | None


SCREENINGS_MAX = 31
ENDED = ("failed", "cancelled", "returned")


async def find(session: AsyncSession, payout_id: UUID, caller: Caller) -> PayoutRow:
    """The payout; raises `NotFound` for absent and another's alike."""
    found = select(PayoutRow).where(PayoutRow.payout_id == payout_id, seen_by(caller))
    row = await session.scalar(found)
    if row is None:
        raise NotFound
    return row


async def lock(
    session: AsyncSession, payout_id: UUID, caller: Caller
) -> tuple[ContractStanding, PayoutRow]:
    """The payout and its contract, both locked; raises `NotFound`."""
    seen = await find(session, payout_id, caller)
    return await _locked(session, seen)


async def lock_any(session: AsyncSession, payout_id: UUID) -> tuple[ContractStanding, PayoutRow]:
    """The payout and its contract, both locked, for our own machinery; raises `NotFound`."""
    return await _locked(session, await get_any(session, payout_id))


async def get_any(session: AsyncSession, payout_id: UUID) -> PayoutRow:
    """The payout, not locked, for our own machinery; raises `NotFound`."""
    row = await session.scalar(select(PayoutRow).where(PayoutRow.payout_id == payout_id))
    if row is None:
        raise NotFound
    return row


async def lock_live(session: AsyncSession, contract_id: UUID) -> PayoutRow | None:
    """The payout of a locked contract's loan that is not over, locked, if there is one."""
    found: PayoutRow | None = await session.scalar(
        select(PayoutRow)
        .where(
            PayoutRow.contract_id == contract_id,
            PayoutRow.kind == PayoutKind.LOAN.value,
            PayoutRow.status.not_in(ENDED),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def failed_of(session: AsyncSession, contract_id: UUID, kind: PayoutKind) -> Sequence[UUID]:
    """The payouts of a kind that failed, of a locked contract."""
    found = await session.scalars(
        select(PayoutRow.payout_id).where(
            PayoutRow.contract_id == contract_id,
            PayoutRow.kind == kind.value,
            PayoutRow.status == PayoutStatus.FAILED.value,
        )
    )
    return found.all()


async def of_refund(session: AsyncSession, refund_id: UUID) -> PayoutRow | None:
    """The payout of a refund, if there is one; its contract's row is locked before."""
    found: PayoutRow | None = await session.scalar(
        select(PayoutRow).where(PayoutRow.refund_id == refund_id)
    )
    return found


async def lock_approved_refunds(session: AsyncSession, contract_id: UUID) -> Sequence[PayoutRow]:
    """The payouts of a locked contract's refunds that wait to go out, locked."""
    found = await session.scalars(
        select(PayoutRow)
        .where(
            PayoutRow.contract_id == contract_id,
            PayoutRow.kind == PayoutKind.REFUND.value,
            PayoutRow.status == PayoutStatus.APPROVED.value,
        )
        .order_by(PayoutRow.payout_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def payout_of_key(session: AsyncSession, provider_key: str) -> UUID | None:
    """The payout a provider's key is of."""
    found: UUID | None = await session.scalar(
        select(PayoutRow.payout_id).where(PayoutRow.provider_key == provider_key)
    )
    return found


async def approvals_of(session: AsyncSession, row: PayoutRow) -> Sequence[PayoutApprovalRow]:
    """The hands that count, first one first."""
    found = await session.scalars(
        select(PayoutApprovalRow)
        .where(
            PayoutApprovalRow.application_id == row.application_id,
            PayoutApprovalRow.payout_id == row.payout_id,
            PayoutApprovalRow.round == row.approval_round,
        )
        .order_by(PayoutApprovalRow.approved_at)
    )
    return found.all()


async def attempts_of(session: AsyncSession, row: PayoutRow) -> Sequence[Attempt]:
    """Every attempt with what came of it, first one first."""
    attempt, ended = PayoutAttemptRow, PayoutOutcomeRow
    found = await session.execute(
        select(
            *(attempt.attempt_id, attempt.number, attempt.provider_key),
            *(attempt.started_at, attempt.sent_at_clock),
            *(ended.outcome, ended.detail, ended.ended_at),
        )
        .outerjoin(
            ended,
            (ended.application_id == attempt.application_id)
            & (ended.payout_id == attempt.payout_id)
            & (ended.number == attempt.number),
        )
        .where(attempt.application_id == row.application_id, attempt.payout_id == row.payout_id)
        .order_by(attempt.number)
    )
    return [Attempt(**each) for each in found.mappings()]


async def resolutions_of(session: AsyncSession, row: PayoutRow) -> Sequence[PayoutResolutionRow]:
    """What persons found out, first one first."""
    found = await session.scalars(
        select(PayoutResolutionRow)
        .where(
            PayoutResolutionRow.application_id == row.application_id,
            PayoutResolutionRow.payout_id == row.payout_id,
        )
        .order_by(PayoutResolutionRow.number)
    )
    return found.all()


async def screening_on(
    session: AsyncSession, row: PayoutRow, day: date
) -> PayoutScreeningRow | None:
    """The look at the lists that was made for a payout on a business day."""
    return await session.get(PayoutScreeningRow, (row.application_id, row.payout_id, day))


async def was_alerted(session: AsyncSession, row: PayoutRow, kind: AlertKind) -> bool:
    """Whether a person was ever told so of a payout."""
    told = select(PayoutAlertRow.alert_id).where(
        PayoutAlertRow.payout_id == row.payout_id, PayoutAlertRow.kind == kind.value
    )
    return bool(await session.scalar(select(told.exists())))


async def left_to_a_person_at(session: AsyncSession, row: PayoutRow) -> datetime | None:
    """When a payout was left to a person last."""
    return await session.scalar(
        select(func.max(PayoutAlertRow.created_at)).where(
            PayoutAlertRow.payout_id == row.payout_id,
            PayoutAlertRow.kind.in_(sorted(HAND_OVERS)),
        )
    )


async def screenings_of(session: AsyncSession, row: PayoutRow) -> Sequence[PayoutScreeningRow]:
    """The looks at the lists, the newest of them first."""
    found = await session.scalars(
        select(PayoutScreeningRow)
        .where(
            PayoutScreeningRow.application_id == row.application_id,
            PayoutScreeningRow.payout_id == row.payout_id,
        )
        .order_by(PayoutScreeningRow.screened_on.desc())
        .limit(SCREENINGS_MAX)
    )
    return found.all()


async def keep_screening(session: AsyncSession, row: PayoutRow, seen: Screened) -> None:
    """Write a look down; the first one of its day stands."""
    await session.execute(
        insert(PayoutScreeningRow)
        .values(
            application_id=row.application_id,
            payout_id=row.payout_id,
            screened_on=seen.screened_on,
            outcome=seen.outcome.value,
            list_version=seen.list_version,
        )
        .on_conflict_do_nothing()
    )


async def was_looked_back(session: AsyncSession, row: PayoutRow, day: date) -> bool:
    """Whether the rail said on a business day how a payout stands that settled before."""
    key = (row.application_id, row.payout_id, day)
    return await session.get(PayoutLookBackRow, key) is not None


async def keep_look_back(session: AsyncSession, row: PayoutRow, day: date, word: str) -> None:
    """Write down what the rail said; the first look of its day stands."""
    await session.execute(
        insert(PayoutLookBackRow)
        .values(
            application_id=row.application_id,
            payout_id=row.payout_id,
            looked_on=day,
            outcome=word,
        )
        .on_conflict_do_nothing()
    )


async def now_of(session: AsyncSession) -> datetime:
    """The database's time: claims and waits live by it, whatever a test clock says."""
    now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return now


async def _locked(session: AsyncSession, seen: PayoutRow) -> tuple[ContractStanding, PayoutRow]:
    contract = await contracts.lock(session, seen.contract_id)
    row = await session.scalar(
        select(PayoutRow)
        .where(
            PayoutRow.application_id == seen.application_id,
            PayoutRow.payout_id == seen.payout_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert row is not None  # payouts are never removed
    return contract, row
