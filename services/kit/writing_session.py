"""A session that writes all it has to write in one statement: its mapped rows and the ledgers'.

SQLAlchemy's own flush sends a statement for each table and kind of change; here it is left with
nothing to do. What the kit's ledgers gather within a transaction goes with the rows it is about.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import event, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstanceState, Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from services.kit import driver
from services.kit.joined_statement import JoinedStatement
from services.kit.mapped_rows import RowWrite


class Later(NamedTuple):
    """An attribute of a row whose value is only known to the statement that writes it."""

    row: object
    attribute: str
    sql: str


class Gathered(Protocol):
    """What one ledger is to write."""

    def write(self, statement: JoinedStatement) -> Iterable[Later]:
        """Add its parts to the statement; what they bring for the rows they are about."""
        ...


G = TypeVar("G", bound=Gathered)


class WritingSession(Session):
    """`gathered` is what the ledgers are to write, by ledger."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        super().__init__(*given, **named)
        self.gathered: dict[type[Gathered], Gathered] = {}

    def write(self) -> None:
        """Write everything in one statement; afterwards nothing is new and nothing is changed."""
        statement, later = JoinedStatement(), list[Later]()
        ledgers, self.gathered = self.gathered, {}
        for ledger in ledgers.values():
            later.extend(ledger.write(statement))
        new, kept = (
            [RowWrite(inspect(row), _of(row, later)) for row in some]
            for some in (self.new, self.dirty)
        )
        for row in new:
            row.insert(statement)
        for row in kept:
            row.update(statement)
        ends = [(each, statement.result(each.sql)) for each in later]
        if not statement:
            return
        answer = driver.fetch_now(self, statement.sql, statement.arguments)[0]
        for row in (*new, *kept):
            row.arrived(answer)
        for each, name in ends:
            set_committed_value(each.row, each.attribute, answer[name])
        for row in (*new, *kept):
            self._written(row.state)

    def _written(self, state: InstanceState[Any]) -> None:
        """Let a row be as if it had just been loaded."""
        row = state.obj()
        self.expunge(row)
        if state.key is not None:
            make_transient(row)
        make_transient_to_detached(row)
        self.add(row)


def _of(row: object, later: Iterable[Later]) -> dict[str, str]:
    return {each.attribute: each.sql for each in later if each.row is row}


def gathered(session: AsyncSession, kind: type[G]) -> G:
    """What the ledger `kind` is to write with the session's next flush, to be added to.

    Raises TypeError for a session that is not of our making.
    """
    writing = session.sync_session
    if not isinstance(writing, WritingSession):
        raise TypeError("ledgers are written by the sessions of make_sessions")
    found: G = writing.gathered.setdefault(kind, kind())  # type: ignore[assignment]
    return found


@event.listens_for(WritingSession, "before_flush")
def _write(session: WritingSession, *_: object) -> None:
    session.write()


@event.listens_for(WritingSession, "before_commit")
def _write_the_rest(session: WritingSession) -> None:
    """What the ledgers say of rows that are not in the session: no flush would come for them."""
    session.flush()
    if session.gathered:
        session.write()


@event.listens_for(WritingSession, "after_soft_rollback")
def _forget(session: WritingSession, *_: object) -> None:
    """What was gathered since the savepoint goes with it; before it, everything was written."""
    session.gathered.clear()
