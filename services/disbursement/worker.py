"""`python -m services.disbursement.worker`: asks banks, tells its neighbours, seals the audit."""

from services.disbursement.destinations.application import ApplicationService
from services.disbursement.payees.asking import Asking
from services.disbursement.payees.waking import VERIFY
from services.disbursement.payees.working import SWEEP_EVERY_S, sweeping, verifying
from services.disbursement.rails.sandbox import HttpRail
from services.disbursement.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of, told
from services.kit.worker import Duties, Periodic


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    rail = HttpRail(told("DISBURSEMENT_RAIL_URL", settings.rail_url))
    asking = Asking(sessions, clock, FieldKeys.from_file(settings.field_keys_file), rail)
    return Duties(
        destinations=[ApplicationService(sessions, application)],
        entrypoints={VERIFY: verifying(asking)},
        periodic=[Periodic("forgotten accounts", SWEEP_EVERY_S, sweeping(asking))],
        closing=[application.aclose, rail.aclose],
    )


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
