"""Give somebody a key pair to sign with, once; the sandbox's authority vouches for it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts.signing.certificates import (
    AUTHORITY,
    Issued,
    authority_made,
    signer_made,
)
from services.disbursement.contracts.signing.sealed_keys import issued_of, key_values
from services.disbursement.contracts.tables import SigningKeyRow
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys


async def issue_signing_key(
    holder_id: str, sessions: Sessions, keys: FieldKeys
) -> tuple[Issued, Issued]:
    """The key pair of `holder_id` and the authority's, made where they were missing.

    Two that ask at once get the same: the row is the referee.
    """
    async with sessions.begin() as session:
        now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
        authority = await _kept(session, AUTHORITY, keys)
        if authority is None:
            authority = await _keep(session, AUTHORITY, authority_made(now), keys)
        own = await _kept(session, holder_id, keys)
        if own is None:
            own = await _keep(session, holder_id, signer_made(holder_id, authority, now), keys)
        return own, authority


async def _kept(session: AsyncSession, holder_id: str, keys: FieldKeys) -> Issued | None:
    found = await session.scalar(select(SigningKeyRow).where(SigningKeyRow.holder == holder_id))
    return None if found is None else issued_of(found, keys)


async def _keep(session: AsyncSession, holder_id: str, made: Issued, keys: FieldKeys) -> Issued:
    """Keep a new pair, or take the one that somebody else kept a moment earlier."""
    values = key_values(holder_id, made, keys)
    await session.execute(insert(SigningKeyRow).values(**values).on_conflict_do_nothing())
    kept = await _kept(session, holder_id, keys)
    return made if kept is None else kept
