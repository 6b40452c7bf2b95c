"""`python -m services.underwriting.worker`: assesses cases, tells the outcome, seals the audit."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.jobs import Again
from services.kit.launch import launch_worker
from services.kit.neighbours import neighbour_of, told
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.worker import Duties, Periodic
from services.underwriting.bureau.entry import BureauBusy, HttpBureau
from services.underwriting.cases import queries
from services.underwriting.cases.destination import ApplicationService
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.cases.use_cases.close_overdue_requests import close_overdue_requests
from services.underwriting.cases.waking import ASSESS
from services.underwriting.settings import SERVICE, Settings

SWEEP_EVERY_S: Final = 15.0
OVERDUE_EVERY_S: Final = 60.0
# A case older than this was announced by a job that is gone.
FORGOTTEN_AFTER: Final = timedelta(seconds=60)


def duties(sessions: Sessions, settings: Settings, clock: Clock) -> Duties:
    """What this worker does; refuses to start without its neighbours' addresses."""
    application = neighbour_of(SERVICE, "application", settings.application_url, settings)
    bureau = HttpBureau(told("UNDERWRITING_BUREAU_URL", settings.bureau_url))
    keys = FieldKeys.from_file(settings.field_keys_file)
    desk = Desk(sessions, clock, keys, bureau)
    return Duties(
        destinations=[ApplicationService(sessions, application)],
        entrypoints={ASSESS: assessing(desk)},
        periodic=[Periodic("forgotten cases", SWEEP_EVERY_S, sweeping(desk))],
        day_rounds=[
            DayRound(
                "overdue requests",
                OVERDUE_EVERY_S,
                exhausting(lambda: close_overdue_requests(sessions, clock)),
            )
        ],
        closing=[application.aclose, bureau.aclose],
    )


def assessing(desk: Desk) -> Callable[[bytes], Awaitable[None]]:
    """The job that assesses one case; the bureau's bad hours only put it off."""

    async def work(case_id: bytes) -> None:
        try:
            await assess_case(UUID(bytes=case_id), desk)
        except BureauBusy as busy:
            raise Again(busy.wait_s) from busy

    return work


def sweeping(desk: Desk) -> Callable[[], Awaitable[None]]:
    """The round that finds cases no job announces any more."""

    async def sweep() -> None:
        for case_id in await queries.forgotten(desk.sessions, FORGOTTEN_AFTER):
            try:
                await assess_case(case_id, desk)
            except BureauBusy:
                continue

    return sweep


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
