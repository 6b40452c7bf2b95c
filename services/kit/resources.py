"""What an application process holds while it runs; services subclass it with their own."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.kit.clock import Clock
from services.kit.pagination import CursorCodec


@dataclass(frozen=True, kw_only=True)
class AppResources:
    """Handed to `build_app`, found again by the dependencies."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Clock
    cursors: CursorCodec
