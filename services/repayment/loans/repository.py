"""Rows of loans: loads and locks what the caller may see; decides nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mapped_rows import columns_sql, held, loaded
from services.kit.roles import Role
from services.loan_engine.schedule import Row as InstalmentRow
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import Payee
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.tables import LoanInstalmentRow, LoanRow

# Columns and no objects: what happened is only read, and read at every step of a loan.
_HISTORY: Final = """
    SELECT kind, value_date, reference, amount_minor, reverses, component, mode, payee
    FROM loan_transactions WHERE loan_id = $1 ORDER BY sequence
"""
_LOCK: Final = f"SELECT {columns_sql(LoanRow)} FROM loans WHERE loan_id = $1 {{}} FOR UPDATE"  # noqa: S608 - names of ours


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The predicate every query over loans carries; nobody in particular sees nothing."""
    if caller.partner_id is not None:
        return LoanRow.partner_id == caller.partner_id
    if Role.BORROWER in caller.roles:
        return LoanRow.owner == caller.subject
    return true() if caller.is_staff else false()


def _and_seen_by(caller: Caller) -> tuple[str, tuple[object, ...]]:
    """The same for the driver: SQL to be added to a condition, and the value of its `$2`."""
    if caller.partner_id is not None:
        return "AND partner_id = $2", (caller.partner_id,)
    if Role.BORROWER in caller.roles:
        return "AND owner = $2", (caller.subject,)
    return ("" if caller.is_staff else "AND false"), ()


async def lock_of_contract(session: AsyncSession, contract_id: UUID) -> LoanRow | None:
    """The loan of a contract, locked, if there is one."""
    found: LoanRow | None = await session.scalar(
        select(LoanRow).where(LoanRow.contract_id == contract_id).with_for_update()
    )
    return found


async def id_of_contract(session: AsyncSession, contract_id: UUID) -> UUID | None:
    """The loan of a contract, not locked: its shard has to be entered first."""
    return await session.scalar(select(LoanRow.loan_id).where(LoanRow.contract_id == contract_id))


async def lock(session: AsyncSession, loan_id: UUID) -> LoanRow:
    """A loan that is there, locked."""
    row = await _lock(session, loan_id)
    assert row is not None  # loans are never taken away
    return row


def locked(session: AsyncSession, loan_id: UUID) -> LoanRow:
    """A loan this session has locked before, as it is in its hands."""
    return held(session.sync_session, LoanRow, loan_id)


async def lock_seen(session: AsyncSession, loan_id: UUID, caller: Caller) -> LoanRow:
    """The loan, locked; raises `NotFound` for absent and another's alike."""
    row = await _lock(session, loan_id, *_and_seen_by(caller))
    if row is None:
        raise NotFound
    return row


async def running_out(session: AsyncSession, opening: date, limit: int) -> Sequence[UUID]:
    """Active loans that have reached their end with nothing more to be paid."""
    statement = (
        select(LoanRow.loan_id)
        .where(
            LoanRow.status == LoanStatus.ACTIVE.value,
            LoanRow.next_due_on.is_(None),
            LoanRow.matures_on <= opening,
        )
        .order_by(LoanRow.matures_on)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def find(session: AsyncSession, loan_id: UUID, caller: Caller) -> LoanRow:
    """The loan; raises `NotFound` for absent and another's alike."""
    row = await session.scalar(select(LoanRow).where(LoanRow.loan_id == loan_id, seen_by(caller)))
    if row is None:
        raise NotFound
    return row


async def id_of_number(session: AsyncSession, contract_number: str, caller: Caller) -> UUID:
    """The loan of a contract by its number, not locked; raises `NotFound`."""
    found = await session.scalar(
        select(LoanRow.loan_id).where(LoanRow.contract_number == contract_number, seen_by(caller))
    )
    if found is None:
        raise NotFound
    return found


async def transactions(session: AsyncSession, loan_id: UUID) -> list[Transaction]:
    """Everything that happened to a loan, in the order it became known."""
    return [
        Transaction(
            kind=Kind(row["kind"]),
            value_date=row["value_date"],
            reference=row["reference"],
            amount_minor=row["amount_minor"],
            reverses=row["reverses"],
            **_particulars(row["component"], row["mode"], row["payee"]),
        )
        for row in await driver.fetch(session, _HISTORY, loan_id)
    ]


async def _lock(
    session: AsyncSession, loan_id: UUID, condition: str = "", values: tuple[object, ...] = ()
) -> LoanRow | None:
    found = await driver.fetchrow(session, _LOCK.format(condition), loan_id, *values)
    return None if found is None else loaded(session.sync_session, LoanRow, found)


def _particulars(component: str | None, mode: str | None, payee: str | None) -> dict[str, Any]:
    """What only some kinds have."""
    found: dict[str, Any] = {}
    if component is not None:
        found["component"] = Component(component)
    if mode is not None:
        found["mode"] = PrepaymentMode(mode)
    if payee is not None:
        found["payee"] = Payee(payee)
    return found


def add_instalments(session: AsyncSession, loan: LoanRow, rows: Sequence[InstalmentRow]) -> None:
    """Write the schedule that the latest transaction of the loan binds."""
    place = {
        "loan_id": loan.loan_id,
        "funding": loan.last_sequence,
        "currency": loan.currency,
    }
    session.add_all(LoanInstalmentRow(**place, **row._asdict()) for row in rows)


async def instalments(session: AsyncSession, loan_id: UUID, funding: int) -> list[InstalmentRow]:
    """The schedule a funding bound, in order."""
    kept = LoanInstalmentRow
    found = await session.scalars(
        select(kept).where(kept.loan_id == loan_id, kept.funding == funding).order_by(kept.number)
    )
    fields = InstalmentRow._fields
    return [InstalmentRow(**{field: getattr(row, field) for field in fields}) for row in found]
