"""Whether our engine draws what the contract says, to the last figure; if not, where it differs.

A difference is named by its place and never by what was sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from services.kit.errors import FieldError, Title
from services.kit.money import Money
from services.loan_engine.annual_cost import AnnualCost
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.schedule import Row, Schedule, Totals, schedule_of
from services.loan_engine.terms import LoanTerms
from services.repayment.loans.domain.errors import (
    EngineVersionUnknown,
    FundingNotPrincipal,
    ScheduleNotReproduced,
)
from services.repayment.loans.domain.terms import KNOWN_ENGINES, PinnedTerms

PERCENT_DECIMALS: Final = 2
PLANNED: Final = "/contract/schedule"
BINDING: Final = "/schedule"
TERMS: Final = "/contract/terms"
_DIFFERS: Final = Title("differs from what our engine draws", "与系统引擎计算结果不一致")
_ROW_PLACES: Final = tuple(field.removesuffix("_minor") for field in Row._fields)


@dataclass(frozen=True, slots=True)
class ToldCost:
    """The annual cost as it was told: per cent to two decimals."""

    simple: str
    compound: str
    basis: str

    @classmethod
    def of(cls, cost: AnnualCost) -> "ToldCost":
        """The same of a cost that was solved here."""
        return cls(
            cost.percent_simple(PERCENT_DECIMALS),
            cost.percent_compound(PERCENT_DECIMALS),
            cost.basis.value,
        )


@dataclass(frozen=True, slots=True)
class ToldSchedule:
    """A schedule as it was told."""

    disbursed_on: date
    rows: tuple[Row, ...]
    instalment_minor: int
    totals: Totals
    cost: ToldCost


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigures:
    """Everything of a funding that our engine can check."""

    terms: PinnedTerms
    planned: ToldSchedule
    binding: ToldSchedule
    amount: Money
    value_date: date


class Bound(NamedTuple):
    """The loan that binds, from the value date of its money on, and its schedule."""

    loan: LoanTerms
    schedule: Schedule


def reproduced(told: ToldFigures) -> Bound:
    """The loan that binds and its schedule, drawn by us and the same as told.

    Raises `EngineVersionUnknown`, `FundingNotPrincipal` and `ScheduleNotReproduced`.
    """
    if told.terms.engine_version not in KNOWN_ENGINES:
        raise EngineVersionUnknown
    planned = told.terms.planned.loan
    if told.amount != Money(planned.principal_minor, planned.currency):
        raise FundingNotPrincipal
    _drawn_alike(planned, told.planned, PLANNED)
    binding = _on(told.terms, told.value_date)
    return Bound(binding, _drawn_alike(binding, told.binding, BINDING))


def _on(terms: PinnedTerms, value_date: date) -> LoanTerms:
    try:
        return terms.funded_on(value_date).loan
    except EngineRefusal as refusal:
        raise _not_reproduced(TERMS) from refusal


def _drawn_alike(loan: LoanTerms, told: ToldSchedule, place: str) -> Schedule:
    try:
        drawn = schedule_of(loan)
        cost = ToldCost.of(cost_of(loan, drawn))
    except EngineRefusal as refusal:
        raise _not_reproduced(TERMS) from refusal
    ours = ToldSchedule(loan.disbursed_on, drawn.rows, drawn.instalment_minor, drawn.totals, cost)
    if places := [*_differences(told, ours)]:
        raise _not_reproduced(f"{place}/{places[0]}")
    return drawn


def _differences(told: ToldSchedule, ours: ToldSchedule) -> Iterator[str]:
    """Where the two differ, in reading order."""
    if told.disbursed_on != ours.disbursed_on:
        yield "disbursed_on"
    if len(told.rows) != len(ours.rows):
        yield "rows"
    for index, (theirs, mine) in enumerate(zip(told.rows, ours.rows, strict=False)):
        for place, figure, drawn in zip(_ROW_PLACES, theirs, mine, strict=True):
            if figure != drawn:
                yield f"rows/{index}/{place}"
    if told.instalment_minor != ours.instalment_minor:
        yield "instalment"
    yield from _of_totals(told.totals, ours.totals)
    yield from _of_cost(told.cost, ours.cost)


def _of_totals(told: Totals, ours: Totals) -> Iterator[str]:
    for field in ("principal", "interest", "fees", "paid"):
        if getattr(told, f"{field}_minor") != getattr(ours, f"{field}_minor"):
            yield f"totals/{field}"


def _of_cost(told: ToldCost, ours: ToldCost) -> Iterator[str]:
    for field in ("simple", "compound", "basis"):
        if getattr(told, field) != getattr(ours, field):
            yield f"annual_cost/{field}"


def _not_reproduced(pointer: str) -> ScheduleNotReproduced:
    return ScheduleNotReproduced(errors=[FieldError(pointer, "not_reproduced", _DIFFERS)])
