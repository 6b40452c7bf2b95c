"""The figures of a loan paid out on one day: the schedule, its totals, and the cost of a year."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.disbursement.contracts.domain.drawing import Drawn
from services.loan_engine.schedule import Row, Totals

PERCENT_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a document, a disclosure and a neighbour are told; costs in per cent, two decimals."""

    disbursed_on: date
    rows: tuple[Row, ...]
    instalment_minor: int
    totals: Totals
    simple: str
    compound: str
    basis: str


def figures_of(drawn: Drawn) -> Figures:
    """The figures as the engine drew them."""
    return Figures(
        disbursed_on=drawn.loan.disbursed_on,
        rows=drawn.schedule.rows,
        instalment_minor=drawn.schedule.instalment_minor,
        totals=drawn.schedule.totals,
        simple=drawn.cost.percent_simple(PERCENT_DECIMALS),
        compound=drawn.cost.percent_compound(PERCENT_DECIMALS),
        basis=drawn.cost.basis.value,
    )
