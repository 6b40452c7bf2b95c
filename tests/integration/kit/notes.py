"""A service small enough to try the kit's ledgers on: notes, each with a life of its own."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.kit import audit, journal_ddl, outbox
from services.kit.audit import Change
from services.kit.caller import Caller
from services.kit.database import COLUMN_TYPES, AggregateColumns, Sessions, schema_metadata
from services.kit.errors import Title
from services.kit.idempotency import Once
from services.kit.identifiers import new_id
from services.kit.ledger_ddl import create_v1, create_v2, create_v3, create_v4
from services.kit.migrations import grant_runtime
from services.kit.postings import Account, AccountKind
from services.kit.reply import Reply

SERVICE = "notes"
QUIET_WITHIN_S = 20.0
QUIET_POLL_S = 0.01
CHART = (
    Account("cash", AccountKind.ASSET, Title("Cash", "现金")),
    Account("deposits", AccountKind.LIABILITY, Title("Depositors' money", "客户存款")),
    Account("fees", AccountKind.INCOME, Title("Fees", "手续费收入")),
)
OWN_TABLE = """
    CREATE TABLE notes.notes (
        note_id uuid PRIMARY KEY,
        status text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        audit_seq bigint NOT NULL DEFAULT 0,
        audit_head bytea NOT NULL DEFAULT ''::bytea,
        event_seq bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
"""


class NotesRow(DeclarativeBase):
    """Tables of the notes service."""

    metadata = schema_metadata(SERVICE)
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES


class NoteRow(AggregateColumns, NotesRow):
    """One note; its status is all there is to it."""

    __tablename__ = "notes"

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]


@dataclass(frozen=True)
class Notes:
    """The service with a database of its own, and a superuser who may do anything to it."""

    engine: AsyncEngine
    sessions: Sessions
    url: str
    owner_url: str
    admin: asyncpg.Connection

    async def count(self, table: str) -> int:
        """How many rows one of its tables has."""
        rows: int = await self.admin.fetchval(f"SELECT count(*) FROM notes.{table}")
        return rows


@dataclass
class Steps:
    """An `op` that remembers what a migration would run."""

    statements: list[str] = field(default_factory=list)

    def execute(self, sqltext: str) -> None:
        """Remember one statement."""
        self.statements.append(sqltext)


async def lay_tables(owner_url: str) -> None:
    """What the migrations of the service would do."""
    steps = Steps()
    create_v1(steps, SERVICE)
    create_v2(steps, SERVICE)
    journal_ddl.create_v1(steps, SERVICE)
    journal_ddl.open_accounts(steps, SERVICE, CHART)
    create_v3(steps, SERVICE)
    create_v4(steps, SERVICE)
    steps.execute(OWN_TABLE)
    grant_runtime(steps, SERVICE, "notes")
    owner = await asyncpg.connect(owner_url)
    try:
        for statement in steps.statements:
            await owner.execute(statement)
    finally:
        await owner.close()


def a_caller(subject: str = "writer-1") -> Caller:
    """Somebody who writes notes."""
    return Caller(subject, frozenset(), frozenset(), None, "svc:gateway", "req_of_a_test")


def once(
    key: str, *, principal: str = "user:writer-1", fingerprint: bytes = b"asked"
) -> Once[NoteRow]:
    """A request to write one note, answered with its id."""
    return Once(principal, "POST /v1/notes", key, fingerprint, created)


def created(row: NoteRow) -> Reply:
    """The answer to a written note."""
    return Reply(201, f'{{"id":"{row.note_id}"}}'.encode(), '"1"', f"/v1/notes/{row.note_id}")


async def write_note(
    sessions: Sessions, request: Once[NoteRow], *, last_act: Callable[[], object] | None = None
) -> Reply:
    """A use case as all are: key first, then the work with its audit and event, the answer last.

    `last_act` runs with everything written and nothing committed.
    """
    async with sessions.begin() as session:
        if (earlier := await request.earlier(session)) is not None:
            return earlier
        row = NoteRow(note_id=new_id(), status="written")
        session.add(row)
        await tell_change(session, row, "written")
        reply = await request.keep(session, row)
        await session.flush()
        if last_act is not None:
            last_act()
        return reply


async def a_note(notes: Notes, *, changes: int = 0) -> UUID:
    """A note that was written and then changed so many times, with an audit row and event each."""
    async with notes.sessions.begin() as session:
        note_id = await late_note(session)
    for number in range(changes):
        await change_note(notes, note_id, f"changed_{number}")
    return note_id


async def late_note(session: AsyncSession) -> UUID:
    """A note written in a transaction that is still open."""
    row = NoteRow(note_id=new_id(), status="written")
    session.add(row)
    await tell_change(session, row, "written")
    await session.flush()
    return row.note_id


async def change_note(notes: Notes, note_id: UUID, status: str = "changed") -> None:
    """One more change of a note, under its lock."""
    async with notes.sessions.begin() as session:
        row = await session.get_one(NoteRow, note_id, with_for_update=True)
        row.version += 1
        await tell_change(session, row, status)


async def tell_change(session: AsyncSession, row: NoteRow, status: str) -> None:
    """The audit row and the event that go with a change."""
    before, row.status = row.status, status
    change = Change(
        f"note.{status}", a_caller(), before={"status": before}, after={"status": status}
    )
    await audit.append(session, row, change)
    await outbox.add(
        session, row, aggregate_type="note", topic=f"note.{status}", data={"status": status}
    )


async def let_back_off_pass(notes: Notes) -> None:
    """Move every attempt into the past, as an hour of waiting would."""
    await notes.admin.execute(
        "UPDATE notes.outbox_deliveries SET attempted_at = attempted_at - interval '1 hour'"
    )
    await notes.admin.execute(
        "UPDATE notes.delivery_attempts SET started_at = started_at - interval '1 hour'"
    )


async def quiet(notes: Notes) -> None:
    """Return when everything begun before now has ended, in other databases of the server too.

    Sealing waits for the oldest transaction of the whole server, and other tests have some.
    """
    ended = (
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) > coalesce(max(recorded_xid::text::bigint),"
        " 0)::text::xid8 FROM notes.audit"
    )
    async with asyncio.timeout(QUIET_WITHIN_S):
        while not await notes.admin.fetchval(ended):  # noqa: ASYNC110 - the event is Postgres's
            await asyncio.sleep(QUIET_POLL_S)
