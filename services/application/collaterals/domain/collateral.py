"""A property as it is kept with an application, and who else offers it."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.application.domain.collaterals import Property

# A decision's facts know of one thing that secures the loan.
COLLATERALS_MAX: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Collateral:
    """One property of one application."""

    collateral_id: UUID
    application_id: UUID
    offered: Property
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """A property as a reader sees it.

    `elsewhere` are other applications under way that offer the same, for staff alone: None for
    everybody else, who must not learn what others borrow.
    """

    collateral: Collateral
    elsewhere: tuple[UUID, ...] | None

    @property
    def look(self) -> str | None:
        """What tells two readings of one version apart: others come and go."""
        if self.elsewhere is None:
            return None
        return str(zlib.crc32(b"".join(each.bytes for each in self.elsewhere)))
