"""Keeping a process's clock where the deployment's stands: asked before each piece of work."""

from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.kit.clock import Clock, SandboxClock
from services.kit.database import Sessions
from services.kit.errors import DatabaseUnavailable
from services.kit.sandbox import rows
from services.kit.sandbox.standing import Standing


class ClockFollower:
    """Moves `clock` to where the service's row says it stands."""

    def __init__(self, sessions: Sessions, clock: SandboxClock) -> None:
        self.sessions = sessions
        self.clock = clock

    async def follow(self) -> Standing:
        """Read the row and move the clock; raises `DatabaseUnavailable`.

        Whoever begins after a move was told of by anybody has moved as well.
        """
        try:
            async with self.sessions() as session:
                standing = await rows.standing(session)
        except PoolTimeout as error:
            raise DatabaseUnavailable from error
        self.clock.stand(standing.ahead_days)
        return standing


def follower_of(sessions: Sessions, clock: Clock) -> ClockFollower | None:
    """Who moves `clock`, when it is one that is moved."""
    return ClockFollower(sessions, clock) if isinstance(clock, SandboxClock) else None
