"""`python -m services.repayment.worker`: tells the neighbours of loans, seals the audit."""

import sys
from typing import Final

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.launch import launch_worker
from services.kit.service_keys import private_key_file
from services.kit.settings import EXIT_CONFIG
from services.kit.worker import Duties
from services.repayment.destinations.application import ApplicationService
from services.repayment.destinations.underwriting import UnderwritingService
from services.repayment.settings import SERVICE, Settings

DELIVERY_TIMEOUT_S: Final = 10.0


def duties(sessions: Sessions, settings: Settings, _clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = _client("application", settings.application_url, settings)
    underwriting = _client("underwriting", settings.underwriting_url, settings)
    return Duties(
        destinations=[
            ApplicationService(sessions, application),
            UnderwritingService(sessions, underwriting),
        ],
        closing=[application.aclose, underwriting.aclose],
    )


def _client(neighbour: str, url: str | None, settings: Settings) -> ServiceClient:
    if url is None:
        sys.stderr.write(f"REPAYMENT_{neighbour.upper()}_URL: must be set for the worker\n")
        raise SystemExit(EXIT_CONFIG)
    signer = InternalSigner(private_key_file(settings.keys_dir, SERVICE), f"svc:{SERVICE}")
    return ServiceClient(neighbour, url, signer, timeout_s=DELIVERY_TIMEOUT_S)


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
