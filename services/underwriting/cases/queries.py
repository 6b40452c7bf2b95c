"""Reads of cases; each sees only what its caller may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.pagination import PageRequest, paged
from services.underwriting.cases import repository
from services.underwriting.cases.domain.statuses import ON_A_DESK, WITH_THE_MACHINE, CaseStatus
from services.underwriting.cases.records import CaseRecord, CheckRecord, record_of
from services.underwriting.cases.tables import CaseRow, CheckRow, ScreeningRow
from services.underwriting.decisions.entry import Authority
from services.underwriting.reader import Reader
from services.underwriting.visibility import seen_by

FORGOTTEN_PER_ROUND_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases to list, and in which order; None does not matter."""

    status: CaseStatus | None = None
    authority: Authority | None = None
    product_code: str | None = None
    application_id: UUID | None = None
    claimed_by: str | None = None
    is_overdue: bool | None = None
    is_on_a_desk: bool | None = None
    newest_first: bool = False


async def cases(wanted: CaseFilter, page: PageRequest, reader: Reader) -> list[CaseRecord]:
    """A page of the cases the caller may see, one row more than it shows."""
    statement = paged(
        select(CaseRow).where(seen_by(reader.caller), *_conditions(wanted, reader.clock)),
        page,
        created_at=CaseRow.created_at,
        identifier=CaseRow.case_id,
        newest_first=wanted.newest_first,
    )
    now = reader.clock.now()
    async with reader.sessions() as session:
        rows = (await session.scalars(statement)).all()
        return [await record_of(session, row, now) for row in rows]


async def case(case_id: UUID, reader: Reader) -> CaseRecord:
    """One case; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, case_id, reader.caller)
        return await record_of(session, row, reader.clock.now())


async def checks(case_id: UUID, reader: Reader) -> CheckRecord:
    """What the checks of a case found, the latest submission first; raises `NotFound`."""
    async with reader.sessions() as session:
        await repository.find(session, case_id, reader.caller)
        checked = await session.scalars(
            select(CheckRow)
            .where(CheckRow.case_id == case_id)
            .order_by(CheckRow.submission.desc(), CheckRow.kind)
        )
        looked = await session.scalars(
            select(ScreeningRow)
            .where(ScreeningRow.case_id == case_id)
            .order_by(ScreeningRow.screened_at)
        )
        return CheckRecord(checked.all(), looked.all())


async def forgotten(sessions: Sessions, after: timedelta) -> Sequence[UUID]:
    """Cases whose turn with the machine has not ended for longer than `after`, oldest first."""
    waiting = [status.value for status in WITH_THE_MACHINE]
    async with sessions() as session:
        found = await session.scalars(
            select(CaseRow.case_id)
            .where(CaseRow.status.in_(waiting), CaseRow.updated_at < func.now() - after)
            .order_by(CaseRow.updated_at)
            .limit(FORGOTTEN_PER_ROUND_MAX)
        )
        return found.all()


def _conditions(wanted: CaseFilter, clock: Clock) -> Iterator[ColumnElement[bool]]:
    plain = {
        CaseRow.status: wanted.status,
        CaseRow.authority: wanted.authority,
        CaseRow.product_code: wanted.product_code,
        CaseRow.application_id: wanted.application_id,
        CaseRow.claimed_by: wanted.claimed_by,
    }
    yield from (column == value for column, value in plain.items() if value is not None)
    if wanted.is_overdue is not None:
        overdue = func.coalesce(CaseRow.sla_due_at < clock.now(), False)
        yield overdue if wanted.is_overdue else ~overdue
    if wanted.is_on_a_desk is not None:
        desk = CaseRow.status.in_([status.value for status in ON_A_DESK])
        yield desk if wanted.is_on_a_desk else ~desk
