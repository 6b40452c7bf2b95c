"""Rows of what was heard: loads and saves, and decides nothing.

The application is locked by whoever writes here, and everything below it shares that lock.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.heard import Contract, Heard, Loan, Payout
from services.application.fulfilment.domain.errors import AnotherContract, AnotherLoan
from services.application.fulfilment.stored import (
    contract_columns,
    contract_of,
    loan_columns,
    loan_of,
    payout_columns,
    payout_of,
)
from services.application.fulfilment.tables import (
    ContractStandingRow,
    LoanStandingRow,
    PayoutStandingRow,
)


async def heard_of(session: AsyncSession, application_id: UUID) -> Heard:
    """Everything that was heard about an application."""
    return (await heard_of_each(session, [application_id]))[application_id]


async def heard_of_each(
    session: AsyncSession, application_ids: Sequence[UUID]
) -> Mapping[UUID, Heard]:
    """Everything that was heard about each of these applications."""
    contracts = await _contracts(session, application_ids)
    payouts = await _payouts(session, application_ids)
    wanted = LoanStandingRow.application_id.in_(application_ids)
    loans = (await session.scalars(select(LoanStandingRow).where(wanted))).all()
    return {
        one: Heard(
            contracts=tuple(contract_of(row) for row in contracts if row.application_id == one),
            payouts=tuple(payout_of(row) for row in payouts if row.application_id == one),
            loan=next((loan_of(row) for row in loans if row.application_id == one), None),
        )
        for one in application_ids
    }


async def save_contract(session: AsyncSession, application_id: UUID, contract: Contract) -> None:
    """Keep what was told of a contract, new ones as the current; raises `AnotherContract`."""
    columns = contract_columns(contract)
    position = 1 + len(await _contracts(session, [application_id]))
    await session.execute(
        insert(ContractStandingRow)
        .values(application_id=application_id, position=position, **columns)
        .on_conflict_do_nothing()
    )
    row = await session.get(ContractStandingRow, (application_id, contract.contract_id))
    if row is None:
        raise AnotherContract
    _write(row, columns)
    await session.flush()


async def save_payout(session: AsyncSession, application_id: UUID, payout: Payout) -> None:
    """Keep what was told of a payout; one that is new is the current one from now on."""
    columns = payout_columns(payout)
    row = await session.get(PayoutStandingRow, (application_id, payout.payout_id))
    if row is None:
        position = 1 + len(await _payouts(session, [application_id]))
        session.add(PayoutStandingRow(application_id=application_id, position=position, **columns))
    else:
        _write(row, columns)
    await session.flush()


async def save_loan(session: AsyncSession, application_id: UUID, loan: Loan) -> None:
    """Keep what was told of the loan; raises `AnotherLoan`."""
    columns = loan_columns(loan)
    await session.execute(
        insert(LoanStandingRow)
        .values(application_id=application_id, **columns)
        .on_conflict_do_nothing()
    )
    row = await session.get(LoanStandingRow, application_id)
    if row is None:
        raise AnotherLoan
    _write(row, columns)
    await session.flush()


async def _contracts(
    session: AsyncSession, application_ids: Sequence[UUID]
) -> Sequence[ContractStandingRow]:
    return (
        await session.scalars(
            select(ContractStandingRow)
            .where(ContractStandingRow.application_id.in_(application_ids))
            .order_by(ContractStandingRow.position)
        )
    ).all()


async def _payouts(
    session: AsyncSession, application_ids: Sequence[UUID]
) -> Sequence[PayoutStandingRow]:
    return (
        await session.scalars(
            select(PayoutStandingRow)
            .where(PayoutStandingRow.application_id.in_(application_ids))
            .order_by(PayoutStandingRow.position)
        )
    ).all()


def _write(
    row: ContractStandingRow | PayoutStandingRow | LoanStandingRow, columns: dict[str, object]
) -> None:
    for column, value in columns.items():
        setattr(row, column, value)
