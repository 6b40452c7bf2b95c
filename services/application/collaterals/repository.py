"""Rows of property: loads and saves, and decides nothing.

The application is locked by whoever writes here, and everything below it shares that lock.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals.sealed_fields import columns_of
from services.application.collaterals.tables import PERSONAL, CollateralRow
from services.application.domain.collaterals import Property
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id


async def add(
    session: AsyncSession, application_id: UUID, offered: Property, keys: FieldKeys
) -> CollateralRow | None:
    """A new property of an application; None when it has as many as it may."""
    collateral_id = new_id()
    return await session.scalar(
        insert(CollateralRow)
        .values(
            collateral_id=collateral_id,
            application_id=application_id,
            **columns_of(offered, collateral_id, keys),
        )
        .on_conflict_do_nothing()
        .returning(CollateralRow)
    )


async def all_of(session: AsyncSession, application_id: UUID) -> Sequence[CollateralRow]:
    """The property an application offers, the first offered first."""
    found = await session.scalars(
        select(CollateralRow)
        .where(CollateralRow.application_id == application_id, CollateralRow.removed_at.is_(None))
        .order_by(CollateralRow.created_at, CollateralRow.collateral_id)
    )
    return found.all()


async def find(session: AsyncSession, application_id: UUID, collateral_id: UUID) -> CollateralRow:
    """One property of an application that was found before; raises `NotFound`."""
    row = await session.get(CollateralRow, collateral_id)
    if row is None or row.application_id != application_id or row.removed_at is not None:
        raise NotFound
    return row


async def save(
    session: AsyncSession, row: CollateralRow, offered: Property, keys: FieldKeys
) -> None:
    """Carry what is said of a property onto its row, as the next version."""
    for column, value in columns_of(offered, row.collateral_id, keys).items():
        setattr(row, column, value)
    row.version += 1
    await session.flush()
    await session.refresh(row, ["updated_at"])


async def remove(session: AsyncSession, row: CollateralRow) -> None:
    """Forget everything that is personal of a property; that there was one stays."""
    for column in PERSONAL:
        setattr(row, column, None)
    row.removed_at = func.now()
    row.version += 1
    await session.flush()


async def offered_elsewhere(
    session: AsyncSession, row: CollateralRow, among: Select[UUID], count_max: int
) -> Sequence[UUID]:
    """Which other applications `among` these offer the same property, the earliest first."""
    found = await session.scalars(
        select(CollateralRow.application_id)
        .where(
            CollateralRow.property_index == row.property_index,
            CollateralRow.application_id != row.application_id,
            CollateralRow.application_id.in_(among),
        )
        .order_by(CollateralRow.created_at, CollateralRow.application_id)
        .limit(count_max)
    )
    return found.all()
