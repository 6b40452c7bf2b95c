"""With what a bank is asked about an account, and how patiently."""

from dataclasses import dataclass
from typing import Final

from services.disbursement.rails.protocol import Rail
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys

# After this many questions without an answer the account is unknown: the borrower asks anew.
ATTEMPTS_MAX: Final = 6
RETRY_FIRST_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Asking:
    """The rail that asks, and what it takes to write down what it says."""

    sessions: Sessions
    clock: Clock
    keys: FieldKeys
    rail: Rail


class BankBusy(Exception):
    """Nobody answered; ask again in `wait_s`."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"again in {wait_s:.1f} s")
        self.wait_s = wait_s
