"""Asking every invariant of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from typing_extensions import override

from deploy.invariants.every import EVERY
from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import UNSENT_AFTER, Outside, Snapshot, snapshot_of

NOTHING_OUTSIDE: Final = Outside()
BREACHES_SHOWN_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one invariant's search found; nothing is what it should find."""

    invariant: Invariant
    breaches: Sequence[Breach]

    @override
    def __str__(self) -> str:
        found = len(self.breaches)
        rows = "ok" if not found else f"{found} row{'s' if found > 1 else ''}"
        first = [f"    {breach}" for breach in self.breaches[:BREACHES_SHOWN_MAX]]
        more = [f"    and {found - len(first)} more"] if found > len(first) else []
        head = f"C{self.invariant.number:<2} {self.invariant.sentence}: {rows}"
        return "\n".join([head, *first, *more])


async def check(
    dsn: str,
    outside: Outside = NOTHING_OUTSIDE,
    *,
    unsent_after: timedelta = UNSENT_AFTER,
    only: Sequence[Invariant] = EVERY,
) -> list[Verdict]:
    """The verdict on each invariant, all of one moment; `dsn` is a superuser's address."""
    async with snapshot_of(dsn, outside, unsent_after) as snapshot:
        return [Verdict(each, await _breaches(each, snapshot)) for each in only]


async def _breaches(invariant: Invariant, snapshot: Snapshot) -> list[Breach]:
    return [breach async for breach in invariant.search(snapshot)]
