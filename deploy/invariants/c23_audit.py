"""C23: every audit chain and every seal recomputes, and the outside was told the same."""

from collections.abc import AsyncIterator
from typing import Final

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import Snapshot
from services.kit.migrations import services_with_history
from services.kit.verification import verify


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    for service in services_with_history():
        await snapshot.see(service)
        for finding in await verify(snapshot.session, snapshot.outside.seals.get(service)):
            yield Breach(f"{service}, {finding.place}", finding.fault)


INVARIANT: Final = Invariant(
    23, "Every audit chain and seal recomputes, and the last one told outside is there", _search
)
