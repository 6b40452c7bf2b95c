"""Drawing a contract's figures with the one engine, and holding the offer to them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.disbursement.contracts.domain.errors import FiguresNotReproduced
from services.disbursement.contracts.domain.terms import ContractTerms
from services.loan_engine.annual_cost import AnnualCost
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.schedule import Schedule, schedule_of
from services.loan_engine.terms import LoanTerms

# An annual cost is told to four decimals of a per cent, or to the two that are disclosed.
_PARTS_PER_HUNDREDTH: Final = 10**8
_PPM_PER_HUNDREDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """The figures the borrower saw: first instalment without fees, annual cost in ppm."""

    instalment_minor: int
    simple_ppm: int
    compound_ppm: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The loan on its planned day, with its schedule and what it costs a year."""

    loan: LoanTerms
    schedule: Schedule
    cost: AnnualCost


def drawn_on(terms: ContractTerms, disbursed_on: date) -> Drawn:
    """The loan paid out on that day; raises ValueError when there is no such loan."""
    loan = terms.loan_on(disbursed_on)
    schedule = schedule_of(loan)
    return Drawn(loan, schedule, cost_of(loan, schedule))


def drawn_as_offered(terms: ContractTerms, offered: Offered, planned_on: date) -> Drawn:
    """The same, held against what was offered; raises `FiguresNotReproduced`."""
    try:
        drawn = drawn_on(terms, planned_on)
    except ValueError as refused:
        raise FiguresNotReproduced from refused
    is_instalment_same = drawn.schedule.instalment_minor == offered.instalment_minor
    is_simple_same = _is_told(drawn.cost.simple_parts, drawn.cost.simple_ppm, offered.simple_ppm)
    is_compound_same = _is_told(
        drawn.cost.compound_parts, drawn.cost.compound_ppm, offered.compound_ppm
    )
    if not (is_instalment_same and is_simple_same and is_compound_same):
        raise FiguresNotReproduced
    return drawn


def _is_told(parts: int, ppm: int, told_ppm: int) -> bool:
    hundredths = rounded(parts, _PARTS_PER_HUNDREDTH, Rounding.HALF_UP)
    return told_ppm in {ppm, hundredths * _PPM_PER_HUNDREDTH}
