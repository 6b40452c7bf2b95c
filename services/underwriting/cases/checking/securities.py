"""The things that are to secure a loan, each with what is known of its worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.cases.schemas.told import CollateralTold, SubmissionTold
from services.underwriting.decisions.entry import CollateralFacts, ValuationWanted
from services.underwriting.valuations import entry as valuations
from services.underwriting.valuations.entry import ValuationRow


@dataclass(frozen=True, slots=True)
class Security:
    """A thing as the borrower told it, and the valuation that counts; None is wanted."""

    told: CollateralTold
    valuation: ValuationRow | None

    def facts(self) -> CollateralFacts:
        """What a decision may know: the borrower's word for the kind, people's for the rest."""
        found = self.valuation
        if found is None:
            return CollateralFacts(kind=self.told.kind)
        return CollateralFacts(
            kind=self.told.kind,
            value_minor=found.value_amount_minor,
            prior_liens_minor=found.prior_liens_amount_minor,
            is_mortgageable=found.is_mortgageable,
        )


async def securities_of(
    session: AsyncSession, case_id: UUID, told: SubmissionTold, today: date
) -> tuple[Security, ...]:
    """What secures the loan by this submission, with the valuations that count on `today`.

    A valuation counts for as long as it is current, whichever submission it was made for: it is of
    the thing.
    """
    if not told.collaterals:
        return ()
    found = valuations.newest(await valuations.of_case(session, case_id))
    return tuple(Security(each, _counting(found, each, today)) for each in told.collaterals)


async def require_valued(
    session: AsyncSession, case_id: UUID, told: SubmissionTold, today: date
) -> None:
    """Raise `ValuationWanted` unless everything that secures the loan has a value today.

    The frozen facts keep a value for good; what it says of the thing grows old.
    """
    things = await securities_of(session, case_id, told, today)
    if any(each.valuation is None for each in things):
        raise ValuationWanted


def facts_of(securities: Sequence[Security]) -> tuple[CollateralFacts, ...]:
    """What a decision may know of each thing."""
    return tuple(each.facts() for each in securities)


def _counting(
    found: Mapping[UUID, ValuationRow], thing: CollateralTold, today: date
) -> ValuationRow | None:
    row = found.get(thing.id)
    is_counting = (
        row is not None and row.kind == thing.kind and valuations.is_current(row.valued_on, today)
    )
    return row if is_counting else None
