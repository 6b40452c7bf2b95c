"""What other areas may do with exposure, inside their own transaction.

Whoever reads a standing in order to promise something locks the borrower first, and the lock of a
case comes before that of its borrower.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.exposure import repository
from services.underwriting.exposure.domain.reservations import (
    OverLimit,
    Promise,
    Reserved,
    Standing,
    excess_of,
)

__all__ = [
    "OverLimit",
    "Promise",
    "Reserved",
    "Standing",
    "lock_borrower",
    "lock_borrowers",
    "release",
    "repaid_cases",
    "reserve",
    "standing",
]


async def lock_borrower(session: AsyncSession, borrower_index: bytes) -> None:
    """Hold the borrower until the transaction ends: promises to one go one after the other."""
    await repository.lock_borrower(session, borrower_index)


async def lock_borrowers(session: AsyncSession, borrower_indexes: Iterable[bytes]) -> None:
    """Hold all of them, in the one order everybody keeps to: so nobody waits in a ring."""
    for index in sorted(borrower_indexes):
        await repository.lock_borrower(session, index)


async def standing(
    session: AsyncSession,
    borrower_index: bytes,
    currency: str,
    today: date,
    *,
    but_for: UUID | None = None,
) -> Standing:
    """What the borrower owes, was promised and is late by, leaving out the case `but_for`.

    A loan nobody pays is later every day, though nothing more is told of it.
    """
    sums = await repository.taken(session, borrower_index, currency, but_for)
    loans = await repository.lateness(session, borrower_index, but_for)
    late_days = max((each.days_on(today) for each in loans), default=0)
    return Standing(sums.outstanding_minor, sums.in_flight_minor, late_days)


async def repaid_cases(session: AsyncSession, borrower_index: bytes) -> list[UUID]:
    """The borrower's cases whose loan is repaid; one written off or sold never is."""
    return await repository.repaid_cases(session, borrower_index)


async def reserve(
    session: AsyncSession, promise: Promise, *, cap_minor: int
) -> Reserved | OverLimit:
    """Take a promise from the borrower's limits, unless all of them together would pass the cap.

    The borrower is locked first, so that promises made at once cannot beat the cap together.
    Promising again for a case replaces its earlier amount.
    """
    await repository.lock_borrower(session, promise.borrower_index)
    amount_minor, currency = promise.amount.amount_minor, promise.amount.currency
    others = await repository.taken(session, promise.borrower_index, currency, promise.case_id)
    refused = excess_of(amount_minor, others, cap_minor)
    if refused is not None:
        return refused
    await repository.write_promise(session, promise)
    return Reserved(await repository.taken(session, promise.borrower_index, currency, None))


async def release(session: AsyncSession, borrower_index: bytes, case_id: UUID) -> None:
    """Give back what a case took; nothing happens when it took nothing."""
    await repository.release_promise(session, borrower_index, case_id)
