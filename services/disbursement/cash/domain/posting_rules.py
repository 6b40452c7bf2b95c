"""What is debited and credited on which event of a payout: one table.

`cash` is the lender's money at the bank, `in_transit` what was sent and is not confirmed,
`funded` what arrived and is the loan's since (repayment's books have the receivable), `refunded`
what arrived and was the borrower's own (repayment's books have it out of suspense), `suspense`
what a provider says against itself, until a person has looked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CASH: Final = "cash"
IN_TRANSIT: Final = "in_transit"
FUNDED: Final = "funded"
REFUNDED: Final = "refunded"
SUSPENSE: Final = "suspense"


class CashEvent(StrEnum):
    """What can happen to the money of a payout; each once."""

    RESERVED = "reserved"
    SETTLED = "settled"
    FAILED = "failed"
    RETURNED = "returned"
    REFUNDED = "refunded"
    REFUND_RETURNED = "refund_returned"
    SETTLED_AFTER_FAILING = "settled_after_failing"
    RETURNED_AFTER_FAILING = "returned_after_failing"
    FAILED_AFTER_SETTLING = "failed_after_settling"


@dataclass(frozen=True, slots=True)
class Rule:
    """The two accounts of an event."""

    debit: str
    credit: str


POSTING_RULES: Final[Mapping[CashEvent, Rule]] = {
    CashEvent.RESERVED: Rule(IN_TRANSIT, CASH),
    CashEvent.SETTLED: Rule(FUNDED, IN_TRANSIT),
    CashEvent.FAILED: Rule(CASH, IN_TRANSIT),
    CashEvent.RETURNED: Rule(CASH, FUNDED),
    CashEvent.REFUNDED: Rule(REFUNDED, IN_TRANSIT),
    CashEvent.REFUND_RETURNED: Rule(CASH, REFUNDED),
    # The money went after all: nobody's yet, until a person says whose.
    CashEvent.SETTLED_AFTER_FAILING: Rule(SUSPENSE, CASH),
    # And it is back from there.
    CashEvent.RETURNED_AFTER_FAILING: Rule(CASH, SUSPENSE),
    # It is said to have come back, while the loan runs on it.
    CashEvent.FAILED_AFTER_SETTLING: Rule(CASH, SUSPENSE),
}
