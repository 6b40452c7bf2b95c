"""The terms a loan was contracted on: pinned for ever, but for the day the money arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from services.loan_engine import ENGINE_VERSION
from services.loan_engine.servicing.agreement import Agreement
from services.repayment.domain.contingent_fees import ContingentFee

# The versions this release can draw; an old loan keeps its own.
KNOWN_ENGINES: Final = frozenset({ENGINE_VERSION})


@dataclass(frozen=True, slots=True)
class PinnedTerms:
    """What was agreed, as the contract has it on its planned day, and the engine that drew it.

    `contingent_fees` are disclosed for the case that something happens, by code.
    """

    planned: Agreement
    engine_version: str
    contingent_fees: Mapping[str, ContingentFee] = field(default_factory=dict)

    def funded_on(self, value_date: date) -> Agreement:
        """The agreement as it binds when the money arrives that day; raises `EngineRefusal`."""
        return replace(self.planned, loan=replace(self.planned.loan, disbursed_on=value_date))


class Due(NamedTuple):
    """What is to be paid on a day, in minor units."""

    due_on: date
    total_minor: int
