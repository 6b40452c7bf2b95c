"""Reads of property; each sees only what its caller may see."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals import repository
from services.application.collaterals.domain.collateral import Sighting
from services.application.collaterals.sealed_fields import collateral_of
from services.application.collaterals.tables import CollateralRow
from services.application.intake import entry as intake
from services.kit.caller import Caller
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys

ELSEWHERE_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and with what."""

    sessions: Sessions
    caller: Caller
    keys: FieldKeys


async def collaterals(application_id: UUID, reading: Reading) -> list[Sighting]:
    """The property an application offers, the first offered first; raises `NotFound`."""
    async with reading.sessions() as session:
        await intake.find(session, application_id, reading.caller)
        rows = await repository.all_of(session, application_id)
        return [await _sighting(session, row, reading) for row in rows]


async def collateral(place: tuple[UUID, UUID], reading: Reading) -> Sighting:
    """The property at `place` (application, collateral); raises `NotFound`."""
    async with reading.sessions() as session:
        await intake.find(session, place[0], reading.caller)
        return await _sighting(session, await repository.find(session, *place), reading)


async def _sighting(session: AsyncSession, row: CollateralRow, reading: Reading) -> Sighting:
    found = collateral_of(row, reading.keys)
    if not reading.caller.is_staff:
        return Sighting(found, None)
    under_way = intake.under_way()
    elsewhere = await repository.offered_elsewhere(session, row, under_way, ELSEWHERE_MAX)
    return Sighting(found, tuple(elsewhere))
