"""Take what a rail calls back: once per event, in any order, never beyond what it proves."""

import hashlib
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.domain.transfers import Transfer
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import repository
from services.disbursement.payouts.alerts import raise_alert
from services.disbursement.payouts.applying import Hearing, apply
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.hearing import Judgement
from services.disbursement.payouts.hearing_calls import Called, Listening
from services.disbursement.payouts.tables import PayoutRow, ProviderCallbackRow

UNKNOWN_REFERENCE: Final = "unknown_reference"
UNREADABLE: Final = "unreadable"


async def take_callback(called: Called, listening: Listening) -> None:
    """Do what the call comes to; a repeat comes to nothing.

    What is not about an order of ours is kept, sealed, for a person: no payout moves by it.
    """
    async with listening.sessions.begin() as session:
        if await _is_known(session, called):
            return
        if called.transfer is None:
            await _keep(session, called, UNREADABLE, None, listening)
            await _alert(session, AlertKind.UNREADABLE_CALLBACK, None, called)
            return
        payout_id = await repository.payout_of_key(session, called.transfer.key)
        if payout_id is None:
            if await _keep(session, called, UNKNOWN_REFERENCE, None, listening):
                await _alert(session, AlertKind.UNKNOWN_REFERENCE, None, called)
            return
        await _hear(session, payout_id, called.transfer, called, listening)


async def _hear(
    session: AsyncSession,
    payout_id: UUID,
    transfer: Transfer,
    called: Called,
    listening: Listening,
) -> None:
    _, row = await repository.lock_any(session, payout_id)
    if await _is_known(session, called):
        return  # it was taken while we waited for the lock
    hearing = Hearing(own_machinery(), listening.clock.today(), listening.keys)
    judgement = await apply(session, row, transfer, hearing)
    await _keep(session, called, judgement.value, row, listening)
    if judgement is Judgement.QUARANTINE:
        await _alert(session, AlertKind.CALLBACK_MISMATCH, row, called)


async def _is_known(session: AsyncSession, called: Called) -> bool:
    known = select(ProviderCallbackRow.event_id).where(
        ProviderCallbackRow.rail == called.rail,
        ProviderCallbackRow.event_id == called.event_id,
    )
    return await session.scalar(known) is not None


async def _keep(
    session: AsyncSession,
    called: Called,
    judgement: str,
    row: PayoutRow | None,
    listening: Listening,
) -> bool:
    """Whether the call is kept by us; another hand may have kept the same one just before."""
    is_for_a_person = judgement in {Judgement.QUARANTINE, UNKNOWN_REFERENCE, UNREADABLE}
    context = f"callback:{called.rail}:{called.event_id}"
    sealed = listening.keys.ring.seal(called.body.decode(errors="replace"), context=context)
    written = await session.scalar(
        insert(ProviderCallbackRow)
        .values(
            rail=called.rail,
            event_id=called.event_id,
            body_sha256=hashlib.sha256(called.body).digest(),
            body_sealed=sealed if is_for_a_person else None,
            judgement=judgement,
            application_id=row.application_id if row else None,
            payout_id=row.payout_id if row else None,
        )
        .on_conflict_do_nothing()
        .returning(ProviderCallbackRow.event_id)
    )
    return written is not None


async def _alert(
    session: AsyncSession, kind: AlertKind, row: PayoutRow | None, called: Called
) -> None:
    await raise_alert(session, kind, row, {"rail": called.rail, "event_id": called.event_id})
