"""The terms a loan was contracted on: pinned for ever, but for the day the money arrives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from services.loan_engine import ENGINE_VERSION
from services.loan_engine.schedule import Row
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.terms import FeeTiming, LoanTerms

# The versions this release can draw; an old loan keeps its own.
KNOWN_ENGINES: Final = frozenset({ENGINE_VERSION})


@dataclass(frozen=True, slots=True)
class PinnedTerms:
    """What was agreed, as the contract has it on its planned day, and the engine that drew it."""

    planned: Agreement
    engine_version: str

    def funded_on(self, value_date: date) -> Agreement:
        """The agreement as it binds when the money arrives that day; raises `EngineRefusal`."""
        return replace(self.planned, loan=replace(self.planned.loan, disbursed_on=value_date))


class Due(NamedTuple):
    """What is to be paid on a day, in minor units."""

    due_on: date
    total_minor: int


def dues_of(loan: LoanTerms, rows: Sequence[Row]) -> Iterator[Due]:
    """Everything that falls due, in order: the fees of the first day, then each instalment."""
    upfront_minor = loan.fees_minor(FeeTiming.DISBURSEMENT)
    if upfront_minor:
        yield Due(loan.disbursed_on, upfront_minor)
    for row in rows:
        yield Due(row.due_on, row.total_minor)
