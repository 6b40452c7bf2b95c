"""`python -m services.disbursement.worker`: tells its neighbours, seals the audit."""

import sys
from typing import Final

from services.disbursement.destinations.application import ApplicationService
from services.disbursement.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.launch import launch_worker
from services.kit.service_keys import private_key_file
from services.kit.settings import EXIT_CONFIG
from services.kit.worker import Duties

DELIVERY_TIMEOUT_S: Final = 10.0


def duties(sessions: Sessions, settings: Settings, _clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    signer = InternalSigner(private_key_file(settings.keys_dir, SERVICE), f"svc:{SERVICE}")
    application = ServiceClient(
        "application",
        _told("DISBURSEMENT_APPLICATION_URL", settings.application_url),
        signer,
        timeout_s=DELIVERY_TIMEOUT_S,
    )
    return Duties(
        destinations=[ApplicationService(sessions, application)],
        closing=[application.aclose],
    )


def _told(variable: str, url: str | None) -> str:
    if url is None:
        sys.stderr.write(f"{variable}: must be set for the worker\n")
        raise SystemExit(EXIT_CONFIG)
    return url


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
