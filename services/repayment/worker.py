"""`python -m services.repayment.worker`: closes days, tells of loans, seals the audit."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final
from uuid import UUID

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.each_apart import step_by_step
from services.kit.failpoints import reached
from services.kit.jobs import Work
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of
from services.kit.sandbox.day_rounds import DayRound
from services.kit.worker import Duties, Periodic
from services.repayment.destinations.application import ApplicationService
from services.repayment.destinations.disbursement import DisbursementService
from services.repayment.destinations.underwriting import UnderwritingService
from services.repayment.failpoints import RepaymentPoint
from services.repayment.loans.use_cases.refold_loan import refold_loan
from services.repayment.machinery import CLOSE_OF_BUSINESS, own_edit
from services.repayment.positions.measures import MEASURE_EVERY_S, measure_close
from services.repayment.positions.use_cases.close_books import close_books
from services.repayment.positions.use_cases.wake_close import CLOSE
from services.repayment.receipts.use_cases.post_waiting_repayments import post_waiting_repayments
from services.repayment.receipts.use_cases.settle_loans import settle_loans
from services.repayment.settings import SERVICE, Settings

CLOSE_EVERY_S: Final = 5.0


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    disbursement = neighbour_of(SERVICE, "disbursement", settings.disbursement_url, settings)
    underwriting = neighbour_of(SERVICE, "underwriting", settings.underwriting_url, settings)
    close = closing_books(sessions, clock)
    return Duties(
        destinations=[
            ApplicationService(sessions, application),
            DisbursementService(sessions, disbursement),
            UnderwritingService(sessions, underwriting),
        ],
        entrypoints={CLOSE: closing_on_call(close, clock)},
        periodic=[
            Periodic("measure close", MEASURE_EVERY_S, lambda: measure_close(sessions, clock))
        ],
        day_rounds=[DayRound("close of business", CLOSE_EVERY_S, close)],
        closing=[application.aclose, disbursement.aclose, underwriting.aclose],
    )


def closing_books(sessions: Sessions, clock: Clock) -> Callable[[date], Awaitable[None]]:
    """The round that brings the books of all shards to the day that has begun.

    Then what waited for the day is posted, and loans end that have come to owe nothing; also where
    a shard or a loan before them could not be seen to, which fails the round when all is done.
    """
    edit = own_edit(CLOSE_OF_BUSINESS, sessions, clock)

    async def refold(loan_id: UUID) -> None:
        await refold_loan(loan_id, sessions, clock)

    async def close(today: date) -> None:
        async def close_days() -> None:
            await close_books(today, sessions, refold)
            await reached(RepaymentPoint.BOOKS_CLOSED)

        async def post_waiting() -> None:
            await post_waiting_repayments(today, edit)
            await reached(RepaymentPoint.REPAYMENTS_POSTED)

        await step_by_step(close_days, post_waiting, lambda: settle_loans(today, edit))

    return close


def closing_on_call(close: Callable[[date], Awaitable[None]], clock: Clock) -> Work:
    """The job of whoever does not want to wait for the round: whatever day they named."""

    async def work(_day: bytes) -> None:
        await close(clock.today())

    return work


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
