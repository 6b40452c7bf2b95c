"""`python -m services.application.worker`: tells neighbours, lets offers lapse, seals the audit."""

import sys
from typing import Final

from services.application.destinations.disbursement import DisbursementClient, DisbursementService
from services.application.destinations.underwriting import UnderwritingClient, UnderwritingService
from services.application.offers.use_cases.expire_offers import expire_offers
from services.application.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.launch import launch_worker
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.service_keys import private_key_file
from services.kit.settings import EXIT_CONFIG
from services.kit.worker import Duties

DELIVERY_TIMEOUT_S: Final = 10.0
EXPIRE_EVERY_S: Final = 60.0


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    underwriting = _client("underwriting", settings.underwriting_url, settings)
    disbursement = _client("disbursement", settings.disbursement_url, settings)
    keys = FieldKeys.from_file(settings.field_keys_file)
    return Duties(
        destinations=[
            UnderwritingService(sessions, keys, UnderwritingClient(underwriting)),
            DisbursementService(sessions, keys, DisbursementClient(disbursement)),
        ],
        day_rounds=[
            DayRound(
                "offer expiry",
                EXPIRE_EVERY_S,
                exhausting(lambda: expire_offers(sessions, clock)),
            )
        ],
        closing=[underwriting.aclose, disbursement.aclose],
    )


def _client(neighbour: str, url: str | None, settings: Settings) -> ServiceClient:
    if url is None:
        sys.stderr.write(f"APPLICATION_{neighbour.upper()}_URL: must be set for the worker\n")
        raise SystemExit(EXIT_CONFIG)
    signer = InternalSigner(private_key_file(settings.keys_dir, SERVICE), f"svc:{SERVICE}")
    return ServiceClient(neighbour, url, signer, timeout_s=DELIVERY_TIMEOUT_S)


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
