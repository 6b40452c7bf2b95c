"""`python -m services.disbursement.worker`: tells its neighbours, seals the audit."""

from services.disbursement.destinations.application import ApplicationService
from services.disbursement.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of
from services.kit.worker import Duties


def duties(sessions: Sessions, settings: Settings, _clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    return Duties(
        destinations=[ApplicationService(sessions, application)],
        closing=[application.aclose],
    )


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
