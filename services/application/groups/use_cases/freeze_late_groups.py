"""Freeze the groups a member of which is late with a loan, by the business date: a round."""

from services.application.groups.freezing import freeze_late
from services.application.intake import entry as intake
from services.kit.clock import Clock
from services.kit.database import Sessions


async def freeze_late_groups(sessions: Sessions, clock: Clock) -> int:
    """How many groups were frozen, in one transaction; two rounds at once do no harm."""
    async with sessions.begin() as session:
        return await freeze_late(session, intake.late_on(clock.today()))
