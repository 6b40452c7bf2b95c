"""Where its loan puts a contract: settled with it, and in effect again when that runs on."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.domain.statuses import ContractStatus


class LoanStatus(StrEnum):
    """What we are told of a loan."""

    ACTIVE = "active"
    SETTLED = "settled"


_STEPS: Final[Mapping[tuple[ContractStatus, LoanStatus], Step]] = MappingProxyType(
    {
        (ContractStatus.EFFECTIVE, LoanStatus.SETTLED): Step(
            Happening.SETTLED, ContractStatus.SETTLED
        ),
        (ContractStatus.SETTLED, LoanStatus.ACTIVE): Step(
            Happening.RUNS_AGAIN, ContractStatus.EFFECTIVE
        ),
    }
)


def step_of(contract: ContractStatus, loan: LoanStatus) -> Step | None:
    """The step a contract takes when its loan stands so; None where it stays."""
    return _STEPS.get((contract, loan))
