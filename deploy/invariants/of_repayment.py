"""What the repayment service asks of itself, asked of its schema from outside."""

from collections.abc import AsyncIterator
from typing import Final

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import Snapshot
from services.repayment.invariants.queries import EVERY

_BY_NUMBER: Final = {check.number: check for check in EVERY}


def of_repayment(number: int) -> Invariant:
    """The service's own check of that number; its searches run under the service's schema."""
    check = _BY_NUMBER[number]

    async def search(snapshot: Snapshot) -> AsyncIterator[Breach]:
        await snapshot.see("repayment")
        async for place, fault in check.search(snapshot.session):
            yield Breach(f"repayment {place}", fault)

    return Invariant(number, check.sentence.en, search)
