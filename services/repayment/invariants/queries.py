"""Asking every invariant of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.repayment.invariants.checks.books import BOOKS
from services.repayment.invariants.checks.check import BREACHES_MAX, Breach, Check
from services.repayment.invariants.checks.loans import LOANS
from services.repayment.reader import Reader

EVERY: Final = tuple(sorted((*BOOKS, *LOANS), key=lambda check: check.number))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one search found; nothing is what it should find."""

    check: Check
    breaches: Sequence[Breach]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Everything that was found at one moment."""

    at: datetime
    verdicts: Sequence[Verdict]


async def invariants(reader: Reader) -> Verdicts:
    """The verdict on each invariant, all in one snapshot that writes nothing."""
    async with reader.sessions() as session:
        await session.connection(
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        return Verdicts(
            reader.clock.now(),
            [Verdict(check, await _breaches(check, session)) for check in EVERY],
        )


async def _breaches(check: Check, session: AsyncSession) -> Sequence[Breach]:
    found: list[Breach] = []
    async for breach in check.search(session):
        found.append(breach)
        if len(found) == BREACHES_MAX:
            break
    return found
