"""The rows of a journal as queries read them; their tables are found through the search path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped

from services.kit.journal_tables import (
    JOURNAL_METADATA,
    journal_entries,
    journal_lines,
    ledger_accounts,
)
from services.kit.pagination import PageRequest, paged


class JournalRow(DeclarativeBase):
    """A row of a table every service with books has."""

    metadata = JOURNAL_METADATA


class AccountRow(JournalRow):
    """One account of the chart."""

    __table__ = ledger_accounts

    code: Mapped[str]
    kind: Mapped[str]
    title_en: Mapped[str]
    title_zh: Mapped[str]


class EntryRow(JournalRow):
    """The head of an entry."""

    __table__ = journal_entries

    source_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    source_type: Mapped[str]
    event: Mapped[str]
    kind: Mapped[str]
    booked_on: Mapped[date]
    value_date: Mapped[date]
    reverses: Mapped[UUID | None]
    request_id: Mapped[str]
    recorded_at: Mapped[datetime]


class LineRow(JournalRow):
    """One line of an entry: a debit is positive, a credit negative."""

    __table__ = journal_lines

    source_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    line_no: Mapped[int]
    account: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    dimensions: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries to list; None does not matter."""

    source_type: str | None = None
    source_id: UUID | None = None
    kind: str | None = None
    account: str | None = None
    booked_from: date | None = None
    booked_until: date | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry with its lines, in order."""

    entry: EntryRow
    lines: Sequence[LineRow]


async def accounts(session: AsyncSession) -> Sequence[AccountRow]:
    """The chart, by code."""
    return (await session.scalars(select(AccountRow).order_by(AccountRow.code))).all()


async def entries(
    session: AsyncSession, wanted: EntryFilter, page: PageRequest
) -> list[EntryRecord]:
    """A page of entries, one more than it shows, each with its lines."""
    statement = paged(
        _narrowed(select(EntryRow), wanted),
        page,
        created_at=EntryRow.recorded_at,
        identifier=EntryRow.entry_id,
        newest_first=wanted.newest_first,
    )
    heads = (await session.scalars(statement)).all()
    lines: dict[UUID, list[LineRow]] = {head.entry_id: [] for head in heads}
    found = await session.scalars(
        select(LineRow)
        .where(
            LineRow.source_id.in_({head.source_id for head in heads}),
            LineRow.entry_id.in_(lines),
        )
        .order_by(LineRow.entry_id, LineRow.line_no)
    )
    for line in found:
        lines[line.entry_id].append(line)
    return [EntryRecord(head, lines[head.entry_id]) for head in heads]


def _narrowed(statement: Select[EntryRow], wanted: EntryFilter) -> Select[EntryRow]:
    plain = {
        EntryRow.source_type: wanted.source_type,
        EntryRow.source_id: wanted.source_id,
        EntryRow.kind: wanted.kind,
    }
    statement = statement.where(*(c == value for c, value in plain.items() if value is not None))
    if wanted.booked_from is not None:
        statement = statement.where(EntryRow.booked_on >= wanted.booked_from)
    if wanted.booked_until is not None:
        statement = statement.where(EntryRow.booked_on <= wanted.booked_until)
    if wanted.account is not None:
        statement = statement.where(_has_line_on(wanted.account))
    return statement


def _has_line_on(account: str) -> ColumnElement[bool]:
    return (
        select(LineRow.line_no)
        .where(
            LineRow.source_id == EntryRow.source_id,
            LineRow.entry_id == EntryRow.entry_id,
            LineRow.account == account,
        )
        .exists()
    )
