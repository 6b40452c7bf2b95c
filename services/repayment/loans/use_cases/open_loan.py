"""Open a loan: the money of its contract arrived, and our engine draws what was signed."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import NotFound
from services.kit.identifiers import new_id, typeid_of
from services.kit.inbox import apply_once
from services.repayment.loans import chronicle, moving, repository
from services.repayment.loans.domain.errors import ContractDiffers, FundingTakenBack
from services.repayment.loans.domain.reproduction import reproduced
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.funding import fund
from services.repayment.loans.records import Funding
from services.repayment.loans.stored_terms import columns_of, differ
from services.repayment.loans.tables import LoanRow
from services.repayment.positions.entry import Place


async def open_loan(funding: Funding, edit: Edit) -> LoanRow:
    """The loan of the contract, active since the value date of this payout.

    The same payout again changes nothing. Raises `SequenceGap`, `TransitionNotAllowed` when
    another payout funds it already, and what `domain.errors` has.
    """
    place = funding.place
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=place.contract_id,
            sequence=place.sequence,
            after=place.after,
        )
        loan_id = await repository.id_of_contract(session, place.contract_id) or new_id()
        shard = await moving.enter(session, loan_id, edit)
        row = await repository.lock_of_contract(session, place.contract_id)
        if is_new:
            row = await _take(session, row, shard, funding, edit)
            await session.flush()
        if row is None:
            raise NotFound
        return row


async def _take(
    session: AsyncSession, row: LoanRow | None, shard: Place, funding: Funding, edit: Edit
) -> LoanRow:
    bound = reproduced(funding.figures)
    if row is None:
        row = await _open(session, shard.loan_id, funding, edit)
    if any(differ(getattr(row, name), value) for name, value in _pinned(funding).items()):
        raise ContractDiffers
    if row.payout_id != funding.payout_id:
        await _require_unused(session, row, typeid_of("pay", funding.payout_id))
        row.signers = sorted({*row.signers, *funding.signers})
        await fund(session, row, shard, funding, bound, edit)
    return row


async def _open(session: AsyncSession, loan_id: UUID, funding: Funding, edit: Edit) -> LoanRow:
    row = LoanRow(
        loan_id=loan_id,
        status=LoanStatus.PENDING.value,
        last_sequence=0,
        signers=[],
        **_pinned(funding),
    )
    session.add(row)
    await session.flush()
    await chronicle.opened(session, row, edit.caller)
    return row


def _pinned(funding: Funding) -> dict[str, Any]:
    """The columns that stay as they are for ever."""
    place, terms = funding.place, funding.figures.terms
    return {"contract_id": place.contract_id, **funding.facts, **columns_of(terms)}


async def _require_unused(session: AsyncSession, row: LoanRow, payout: str) -> None:
    known = await repository.transactions(session, row.loan_id)
    if any(each.reference == payout for each in known):
        raise FundingTakenBack
