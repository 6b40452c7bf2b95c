"""`python -m services.disbursement.worker`.

It asks banks and the lists, tells its neighbours, and seals the audit.
"""

from collections.abc import Iterator
from typing import Final

from services.disbursement.contracts.use_cases.lapse_contracts import lapse_contracts
from services.disbursement.destinations.application import ApplicationService
from services.disbursement.destinations.repayment import RepaymentService
from services.disbursement.destinations.underwriting import UnderwritingService
from services.disbursement.payees.asking import Asking
from services.disbursement.payees.waking import VERIFY
from services.disbursement.payees.working import SWEEP_EVERY_S, sweeping, verifying
from services.disbursement.payouts import working as payouts
from services.disbursement.payouts.paying import Paying
from services.disbursement.payouts.waking import PAY
from services.disbursement.rails.sandbox import HttpRail
from services.disbursement.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of, told
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.worker import Duties, Periodic

RAIL_DAY_EVERY_S: Final = 10.0
LAPSE_EVERY_S: Final = 60.0


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    underwriting = neighbour_of(SERVICE, "underwriting", settings.underwriting_url, settings)
    repayment = neighbour_of(SERVICE, "repayment", settings.repayment_url, settings)
    rail = HttpRail(told("DISBURSEMENT_RAIL_URL", settings.rail_url))
    keys = FieldKeys.from_file(settings.field_keys_file)
    asking = Asking(sessions, clock, keys, rail)
    lists = UnderwritingService(underwriting)
    paying = Paying(sessions, clock, keys, rail, lists, settings.check_above_minor)
    return Duties(
        destinations=[
            ApplicationService(sessions, application, clock),
            RepaymentService(sessions, repayment),
        ],
        entrypoints={VERIFY: verifying(asking), PAY: payouts.driving(paying)},
        periodic=[
            Periodic("forgotten accounts", SWEEP_EVERY_S, sweeping(sessions)),
            Periodic("due payouts", payouts.SWEEP_EVERY_S, payouts.sweeping(paying)),
            Periodic("unknown payouts", payouts.MEASURE_EVERY_S, payouts.measuring(sessions)),
        ],
        day_rounds=[
            DayRound(
                "unsigned contracts",
                LAPSE_EVERY_S,
                exhausting(lambda: lapse_contracts(sessions, clock, settings.signing_days)),
            ),
            DayRound("waiting payouts", payouts.REVIEW_EVERY_S, payouts.reviewing(sessions)),
            DayRound(
                "settled payouts",
                payouts.LOOK_BACK_EVERY_S,
                payouts.looking_back(paying, settings.look_back_days),
            ),
            *_sandbox_rounds(rail, settings),
        ],
        closing=[application.aclose, underwriting.aclose, repayment.aclose, rail.aclose],
    )


def _sandbox_rounds(rail: HttpRail, settings: Settings) -> Iterator[DayRound]:
    """A sandbox's rail lives by the business day it is told."""
    if settings.sandbox:
        yield DayRound("the rail's day", RAIL_DAY_EVERY_S, rail.tell_day)


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
