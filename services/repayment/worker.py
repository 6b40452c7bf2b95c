"""`python -m services.repayment.worker`: tells the neighbours of loans, seals the audit."""

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of
from services.kit.worker import Duties
from services.repayment.destinations.application import ApplicationService
from services.repayment.destinations.underwriting import UnderwritingService
from services.repayment.settings import SERVICE, Settings


def duties(sessions: Sessions, settings: Settings, _clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    underwriting = neighbour_of(SERVICE, "underwriting", settings.underwriting_url, settings)
    return Duties(
        destinations=[
            ApplicationService(sessions, application),
            UnderwritingService(sessions, underwriting),
        ],
        closing=[application.aclose, underwriting.aclose],
    )


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
