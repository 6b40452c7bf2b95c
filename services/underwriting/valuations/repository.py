"""Rows of valuations: written once, read by case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.identifiers import new_id
from services.underwriting.valuations.domain.valuing import Valuation
from services.underwriting.valuations.tables import ValuationRow


async def write(
    session: AsyncSession, place: tuple[UUID, int], said: Valuation, valued_by: str
) -> ValuationRow:
    """The row of a valuation made for the case and submission of `place`."""
    case_id, submission = place
    row = ValuationRow(
        valuation_id=new_id(),
        case_id=case_id,
        submission=submission,
        collateral_id=said.collateral_id,
        kind=said.kind.value,
        method=said.method.value,
        valued_on=said.valued_on,
        valuer=said.valuer,
        value_amount_minor=said.value.amount_minor,
        prior_liens_amount_minor=said.prior_liens.amount_minor,
        currency=said.value.currency,
        is_mortgageable=said.is_mortgageable,
        note=said.note,
        valued_by=valued_by,
    )
    session.add(row)
    await session.flush()
    return row


async def of_case(session: AsyncSession, case_id: UUID) -> Sequence[ValuationRow]:
    """All valuations of a case, the newest first."""
    found = await session.scalars(
        select(ValuationRow)
        .where(ValuationRow.case_id == case_id)
        .order_by(ValuationRow.recorded_at.desc(), ValuationRow.valuation_id.desc())
    )
    return found.all()
