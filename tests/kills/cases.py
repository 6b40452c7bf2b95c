"""Which program is killed at which point, in which part of the journey: every point, everywhere.

What takes a minute or moves the clock far is done by `make faults` alone; the test run draws its
sample from the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from deploy.local.settings import SERVICES
from gateway.failpoints import GatewayPoint
from services.application.failpoints import ApplicationPoint
from services.disbursement.failpoints import DisbursementPoint
from services.kit.failpoints import Failpoint, KitPoint
from services.repayment.failpoints import RepaymentPoint
from services.underwriting.failpoints import UnderwritingPoint
from tests.kills import parts
from tests.kills.parts import Part


@dataclass(frozen=True)
class Kill:
    """A program, where it dies the `nth` time it gets there, and what is going on then.

    `at_start` are points that only come round once a minute: the program is started onto them.
    """

    program: str
    point: Failpoint
    part: Part
    nth: int = 1
    at_start: bool = False
    is_slow: bool = False

    @override
    def __str__(self) -> str:
        return f"{self.program}-{self.point.title}"


# In which part of the journey a service's worker has a job, and tells a neighbour.
BUSY: Final = {
    "application": parts.decided,
    "underwriting": parts.decided,
    "disbursement": parts.paid,
    "repayment": parts.paid,
}
_TOLD: Final = (
    KitPoint.JOB_TAKEN,
    KitPoint.JOB_DONE,
    KitPoint.DELIVERY_BEGUN,
    KitPoint.DELIVERY_MADE,
    KitPoint.DELIVERY_RECORDED,
    KitPoint.NEIGHBOUR_NEXT,
    KitPoint.NEIGHBOUR_ANSWERED,
)


def every() -> Iterator[Kill]:
    """All of them."""
    for service in SERVICES:
        yield from _of_any_worker(f"{service}-worker", BUSY[service])
    yield from _of_any_api()
    yield from _of_the_gateway()
    yield from _of_underwriting()
    yield from _of_disbursement()
    yield from _of_days()


def _of_any_worker(program: str, part: Part) -> Iterator[Kill]:
    for point in _TOLD:
        yield Kill(program, point, part)
    for point in (KitPoint.SEAL_KEPT, KitPoint.SEAL_TOLD):
        yield Kill(program, point, part, at_start=True)
    for point in (KitPoint.DAY_ROUND_DONE, KitPoint.DAY_CLOSED):
        yield Kill(program, point, parts.day_passed)


def _of_any_api() -> Iterator[Kill]:
    # The first call of a borrower's move reads, the second moves.
    yield Kill("application", KitPoint.REPLY_DUE, parts.decided, nth=2)
    yield Kill("underwriting", KitPoint.REPLY_DUE, parts.decided)
    yield Kill("disbursement", KitPoint.REPLY_DUE, parts.paid, nth=2)
    yield Kill("repayment", KitPoint.REPLY_DUE, parts.paid)
    for point in (KitPoint.FILE_NEXT, KitPoint.FILE_KEPT):
        yield Kill("application", point, parts.handed_in)
        yield Kill("disbursement", point, parts.paid)


def _of_the_gateway() -> Iterator[Kill]:
    for point in GatewayPoint:
        yield Kill("gateway", point, parts.decided, nth=2)
    for asked in (KitPoint.NEIGHBOUR_NEXT, KitPoint.NEIGHBOUR_ANSWERED):
        # Four services are asked where they stand before they are sent on.
        yield Kill("gateway", asked, parts.day_passed, nth=6)
    yield Kill("gateway", KitPoint.REPLY_DUE, parts.day_passed)


def _of_underwriting() -> Iterator[Kill]:
    point = UnderwritingPoint
    for each in (
        *(point.CASE_BEGUN, point.QUESTION_KEPT, point.BUREAU_NEXT, point.BUREAU_ANSWERED),
        *(point.REPORT_RECEIVED, point.REPORT_KEPT, point.CASE_CONCLUDED),
    ):
        yield Kill("underwriting-worker", each, parts.decided)
    yield Kill("underwriting-worker", point.FAILURE_COUNTED, parts.referred, is_slow=True)


def _of_disbursement() -> Iterator[Kill]:
    point = DisbursementPoint
    for each in (point.SIGNATURE_MADE, point.SIGNATURE_RECORDED):
        yield Kill("disbursement", each, parts.paid)
    for each in (
        *(point.SCREENING_CLAIMED, point.SCREENING_ANSWERED, point.SCREENING_NOTED),
        *(point.MOVE_CLAIMED, point.RAIL_NEXT, point.RAIL_ANSWERED),
        *(point.ORDER_ANSWERED, point.ORDER_NOTED),
    ):
        yield Kill("disbursement-worker", each, parts.paid)
    for each in (point.QUESTION_KEPT, point.BANK_ANSWERED, point.ACCOUNT_NOTED):
        yield Kill("disbursement-worker", each, parts.account_named)
    for each in (point.LOOK_UP_ANSWERED, point.LOOK_UP_NOTED):
        yield Kill("disbursement-worker", each, parts.paid_in_doubt, is_slow=True)


def _of_days() -> Iterator[Kill]:
    point = RepaymentPoint
    yield Kill("repayment-worker", point.NIGHT_CLOSED, parts.night_passed)
    for each in (point.BOOKS_CLOSED, point.REPAYMENTS_POSTED):
        yield Kill("repayment-worker", each, parts.day_passed)
    yield Kill("repayment-worker", point.LOAN_REFOLDED, parts.loan_refolded)
    yield Kill("repayment-worker", point.REPAYMENT_POSTED, parts.repayment_waited, is_slow=True)
    yield Kill("disbursement-worker", DisbursementPoint.PAYOUT_REVIEWED, parts.payout_waited)
    for asked in (DisbursementPoint.LOOK_BACK_ANSWERED, DisbursementPoint.LOOKED_BACK):
        yield Kill("disbursement-worker", asked, parts.payout_settled)
    for left in (DisbursementPoint.CONTRACT_LAPSED, KitPoint.BATCH_DONE):
        yield Kill("disbursement-worker", left, parts.contract_lapsed, is_slow=True)
    for lapsing in (ApplicationPoint.OFFER_EXPIRED, KitPoint.BATCH_DONE):
        yield Kill("application-worker", lapsing, parts.offer_lapsed, is_slow=True)
    for back in (UnderwritingPoint.CASE_BACK, KitPoint.BATCH_DONE):
        yield Kill("underwriting-worker", back, parts.question_unanswered)
    yield Kill("repayment-worker", point.LOAN_SETTLED, parts.loan_ended, is_slow=True)
