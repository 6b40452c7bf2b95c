"""What one repayment is made of: milliseconds and statements, part by part.

The use case is run alone in this process on the same database, one repayment after the other, and
the functions of its parts are given a stop-watch each. A part's time is its own: what another
part does within it counts for that one.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit import audit, journal, outbox
from services.kit.caller import Caller
from services.kit.clock import SystemClock
from services.kit.context import Ask
from services.kit.database import Sessions
from services.kit.idempotency import Once
from services.kit.internal_tokens import GATEWAY
from services.kit.money import Money
from services.kit.roles import ROLE_SCOPES, Role
from services.kit.writing_session import WritingSession
from services.repayment.loans import repository as loan_rows
from services.repayment.loans import serving
from services.repayment.positions import entry as positions
from services.repayment.positions import repository as position_rows
from services.repayment.receipts import repository as receipt_rows
from services.repayment.receipts import views
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.use_cases.receive_repayment import receive_repayment

REPAYMENTS: Final = 300
WARM_UP: Final = 30
REST: Final = "the use case itself"
COMMIT: Final = "commit"
# Whose attribute it is, its name, and the part it belongs to; in the order of the work.
PARTS: Final[Sequence[tuple[str, Any, Sequence[str]]]] = (
    ("idempotency", Once, ("earlier", "keep")),
    ("lock and load", positions, ("enter",)),
    ("lock and load", loan_rows, ("lock_seen", "transactions")),
    ("receipt", receipt_rows, ("claim", "add")),
    ("fold", positions, ("fold",)),
    ("fold", serving, ("fold",)),
    ("keep lines", position_rows, ("keep",)),
    ("journal", journal, ("add",)),
    ("audit", audit, ("append",)),
    ("outbox", outbox, ("add",)),
    ("rows, all in one", WritingSession, ("write",)),
)


class StopWatch:
    """Charges time and statements to the part at hand."""

    def __init__(self) -> None:
        self.spent_s = defaultdict[str, float](float)
        self.statements = Counter[str]()
        self._within = [REST]
        self._since_s = time.perf_counter()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What happens in the block belongs to `name`."""
        self._charge()
        self._within.append(name)
        try:
            yield
        finally:
            self._charge()
            self._within.pop()

    def sent(self, *_: object) -> None:
        """A statement goes to the database."""
        self.statements[self._within[-1]] += 1

    def ends(self, *_: object) -> None:
        """The work is done; what follows until the use case returns is its commit."""
        self._charge()
        self._within[-1] = COMMIT
        self.sent()

    def begins(self) -> None:
        """Another repayment."""
        self._within = [REST]
        self._since_s = time.perf_counter()

    def stop(self) -> None:
        """It is answered."""
        self._charge()

    def _charge(self) -> None:
        now_s = time.perf_counter()
        self.spent_s[self._within[-1]] += now_s - self._since_s
        self._since_s = now_s


async def print_parts(engine: AsyncEngine, sessions: Sessions, loan_ids: Sequence[UUID]) -> None:
    """Run some repayments of different loans and print what each was made of."""
    for loan_id in loan_ids[:WARM_UP]:
        await _repay(loan_id, sessions)
    watch = StopWatch()
    with _watched(watch, engine):
        for loan_id in loan_ids[:REPAYMENTS]:
            watch.begins()
            await _repay(loan_id, sessions)
            watch.stop()
    print("  one repayment alone, without HTTP: milliseconds and statements")
    names = dict.fromkeys((*(name for name, _, _ in PARTS), COMMIT, REST))
    for name in names:
        _print(name, watch.spent_s[name], watch.statements[name])
    _print("all of it", sum(watch.spent_s.values()), watch.statements.total())


def _print(name: str, spent_s: float, statements: int) -> None:
    spent_ms, each = spent_s * 1000 / REPAYMENTS, statements / REPAYMENTS
    print(f"    {name:28} {spent_ms:6.2f} ms {each:5.1f}")


async def _repay(loan_id: UUID, sessions: Sessions) -> None:
    roles = frozenset({Role.FINANCE_MAKER})
    caller = Caller("finance-1", roles, ROLE_SCOPES[Role.FINANCE_MAKER], None, GATEWAY, "req_bench")
    once = Once(caller.principal, "POST", uuid4().hex, bytes(32), views.repayment_booked)
    receipt = Receipt(
        loan_id=loan_id,
        amount=Money(10_000, "CNY"),
        value_date=None,
        channel="bank_transfer",
        external_reference=uuid4().hex,
        payer=Payer.BORROWER,
    )
    await receive_repayment(receipt, Ask(caller, SystemClock(), sessions, None, once))


@contextmanager
def _watched(watch: StopWatch, engine: AsyncEngine) -> Iterator[None]:
    """Give every part its stop-watch until the end of the block."""
    replaced = [
        (owner, name, getattr(owner, name), part) for part, owner, names in PARTS for name in names
    ]
    fetch = asyncpg.Connection.fetch  # what goes past SQLAlchemy, which tells of the rest
    listened = (
        ("before_cursor_execute", watch.sent),
        ("begin", watch.sent),
        ("commit", watch.ends),
    )
    for owner, name, function, part in replaced:
        setattr(owner, name, _timed(function, part, watch))
    asyncpg.Connection.fetch = _counted(fetch, watch)
    for happening, told in listened:
        event.listen(engine.sync_engine, happening, told)
    try:
        yield
    finally:
        asyncpg.Connection.fetch = fetch
        for owner, name, function, _ in replaced:
            setattr(owner, name, function)
        for happening, told in listened:
            event.remove(engine.sync_engine, happening, told)


def _counted(fetch: Callable[..., Any], watch: StopWatch) -> Callable[..., Any]:
    async def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - of any statement
        watch.sent()
        return await fetch(*arguments, **named)

    return counted


def _timed(function: Callable[..., Any], part: str, watch: StopWatch) -> Callable[..., Any]:
    def now(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - of any function
        with watch.part(part):
            return function(*arguments, **named)

    async def awaited(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - of any function
        with watch.part(part):
            return await function(*arguments, **named)

    return awaited if iscoroutinefunction(function) else now
