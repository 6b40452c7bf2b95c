"""`python -m services.application.worker`: tells neighbours, keeps the days, seals the audit."""

from typing import Final

from services.application.destinations.disbursement import DisbursementClient, DisbursementService
from services.application.destinations.underwriting import UnderwritingClient, UnderwritingService
from services.application.groups.use_cases.freeze_late_groups import freeze_late_groups
from services.application.offers.use_cases.expire_offers import expire_offers
from services.application.settings import SERVICE, Settings
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.worker import Duties

EXPIRE_EVERY_S: Final = 60.0
FREEZE_EVERY_S: Final = 60.0


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    underwriting = neighbour_of(SERVICE, "underwriting", settings.underwriting_url, settings)
    disbursement = neighbour_of(SERVICE, "disbursement", settings.disbursement_url, settings)
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
            ),
            DayRound(
                "groups of late members",
                FREEZE_EVERY_S,
                exhausting(lambda: freeze_late_groups(sessions, clock)),
            ),
        ],
        closing=[underwriting.aclose, disbursement.aclose],
    )


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
