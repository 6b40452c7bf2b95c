"""The journal of a service that keeps books: added to, never changed, in balance at any moment.

Its tables are in `journal_tables`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Date, Text, TextClause, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import telemetry
from services.kit.driver import compact_json
from services.kit.errors import Conflict, Title
from services.kit.identifiers import new_id
from services.kit.joined_statement import JoinedStatement
from services.kit.journal_tables import journal_entries, journal_lines
from services.kit.money import Money
from services.kit.postings import Entry, Line
from services.kit.writing_session import Later, gathered

# Entry and lines in one statement: the triggers refuse them in any other way.
_POST: Final[TextClause] = text(
    """
    WITH entry AS (
        INSERT INTO journal_entries (source_id, entry_id, source_type, event, kind, booked_on,
            value_date, reverses, request_id)
        VALUES (:source_id, :entry_id, :source_type, :event, :kind, :booked_on, :value_date,
            :reverses, :request_id)
        ON CONFLICT ON CONSTRAINT uq_journal_entries_source DO NOTHING
        RETURNING source_id, entry_id
    )
    INSERT INTO journal_lines (source_id, entry_id, line_no, account, amount_minor, currency,
        dimensions)
    SELECT entry.source_id, entry.entry_id, line.line_no, line.account, line.amount_minor,
        line.currency, line.dimensions
    FROM entry CROSS JOIN unnest(:accounts, :amounts_minor, :currencies, :dimensions)
        WITH ORDINALITY AS line (account, amount_minor, currency, dimensions, line_no)
    RETURNING entry_id
    """
).bindparams(
    bindparam("source_id", type_=Uuid()),
    bindparam("entry_id", type_=Uuid()),
    bindparam("booked_on", type_=Date()),
    bindparam("value_date", type_=Date()),
    bindparam("reverses", type_=Uuid()),
    bindparam("accounts", type_=ARRAY(Text())),
    bindparam("amounts_minor", type_=ARRAY(BigInteger())),
    bindparam("currencies", type_=ARRAY(Text())),
    bindparam("dimensions", type_=ARRAY(JSONB())),
)
_BALANCES: Final[TextClause] = text(
    """
    SELECT line.account, line.currency,
        coalesce(sum(line.amount_minor) FILTER (WHERE line.amount_minor > 0), 0)::bigint AS debits,
        coalesce(-sum(line.amount_minor) FILTER (WHERE line.amount_minor < 0), 0)::bigint AS credits
    FROM journal_entries AS entry
    JOIN journal_lines AS line USING (source_id, entry_id)
    WHERE entry.booked_on <= :as_of
    GROUP BY line.account, line.currency
    ORDER BY line.account, line.currency
    """
).bindparams(bindparam("as_of", type_=Date()))


class EntryDiffers(Conflict):
    """What is to be booked was booked before, with other figures or under another value date."""

    code = "entry_differs"
    title = Title("This was booked before, and otherwise", "该事项已入账，且内容不一致")


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry in the journal: its id, and whether it is there only since now."""

    entry_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account came to in one currency, in minor units; neither sum is negative."""

    account: str
    currency: str
    debits_minor: int
    credits_minor: int


@dataclass(slots=True)
class _Entries:
    """The entries of one statement."""

    entries: list[tuple[UUID, Entry]] = field(default_factory=list)

    def write(self, statement: JoinedStatement) -> Iterable[Later]:
        """Write them with their lines."""
        bind = statement.bind
        for entry_id, entry in self.entries:
            head = {name: bind(value) for name, value in _head(entry_id, entry).items()}
            statement.insert("journal_entries", [head])
            place = {name: head[name] for name in ("source_id", "entry_id")}
            statement.insert(
                "journal_lines",
                [
                    {
                        **place,
                        "line_no": str(number),
                        "account": bind(line.account),
                        "amount_minor": bind(line.amount.amount_minor),
                        "currency": bind(line.amount.currency),
                        "dimensions": bind(compact_json(dict(line.dimensions))),
                    }
                    for number, line in enumerate(entry.lines, start=1)
                ],
            )
        return ()


async def post(session: AsyncSession, entry: Entry) -> Posted:
    """Book `entry`, unless what it books is booked: then nothing happens, and `is_new` is False.

    Raises `EntryDiffers` when it was booked with other lines, kind or value date; the day of
    booking and the request may differ, for the second time may be on another day.
    """
    values = {
        **_head(new_id(), entry),
        "accounts": [line.account for line in entry.lines],
        "amounts_minor": [line.amount.amount_minor for line in entry.lines],
        "currencies": [line.amount.currency for line in entry.lines],
        "dimensions": [dict(line.dimensions) for line in entry.lines],
    }
    written = (await session.execute(_POST, values)).first()
    if written is not None:
        return Posted(written.entry_id, is_new=True)
    return Posted(await _same_again(session, entry), is_new=False)


async def add(session: AsyncSession, entry: Entry) -> UUID:
    """Book `entry`, which cannot have been booked before, with the session's next flush; its id.

    For whoever gives the event its name under a lock. Should it have been booked all the same,
    the flush raises SQLAlchemy's `IntegrityError`.
    """
    entry_id = new_id()
    gathered(session, _Entries).entries.append((entry_id, entry))
    return entry_id


async def booked(
    session: AsyncSession, *, source_type: str, source_id: UUID, event: str
) -> tuple[UUID, Entry] | None:
    """The entry of that natural key and its id, or None."""
    found = journal_entries
    row = (
        await session.execute(
            select(found).where(
                found.c.source_id == source_id,
                found.c.source_type == source_type,
                found.c.event == event,
            )
        )
    ).first()
    if row is None:
        return None
    entry = Entry(
        source_type=row.source_type,
        source_id=row.source_id,
        event=row.event,
        kind=row.kind,
        booked_on=row.booked_on,
        value_date=row.value_date,
        lines=await _lines(session, row.source_id, row.entry_id),
        reverses=row.reverses,
    )
    return row.entry_id, entry


async def balances(session: AsyncSession, *, as_of: date) -> list[Balance]:
    """What each account came to by all entries booked on or before `as_of`."""
    rows = await session.execute(_BALANCES, {"as_of": as_of})
    return [Balance(*row) for row in rows]


def _head(entry_id: UUID, entry: Entry) -> dict[str, object]:
    return {
        "source_id": entry.source_id,
        "entry_id": entry_id,
        "source_type": entry.source_type,
        "event": entry.event,
        "kind": entry.kind,
        "booked_on": entry.booked_on,
        "value_date": entry.value_date,
        "reverses": entry.reverses,
        "request_id": telemetry.current().request_id,
    }


async def _lines(session: AsyncSession, source_id: UUID, entry_id: UUID) -> tuple[Line, ...]:
    kept = journal_lines
    rows = await session.execute(
        select(kept)
        .where(kept.c.source_id == source_id, kept.c.entry_id == entry_id)
        .order_by(kept.c.line_no)
    )
    return tuple(
        Line(row.account, Money(row.amount_minor, row.currency), row.dimensions) for row in rows
    )


async def _same_again(session: AsyncSession, entry: Entry) -> UUID:
    found = await booked(
        session, source_type=entry.source_type, source_id=entry.source_id, event=entry.event
    )
    assert found is not None  # it stood in the way, and nothing is ever taken out
    if _substance(found[1]) != _substance(entry):
        raise EntryDiffers
    return found[0]


def _substance(entry: Entry) -> tuple[object, ...]:
    return entry.kind, entry.value_date, entry.reverses, *map(_figures, entry.lines)


def _figures(line: Line) -> tuple[str, Money, Mapping[str, str]]:
    return line.account, line.amount, dict(line.dimensions)
