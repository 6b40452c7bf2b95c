"""What the worker's rounds do about payouts, beside the jobs that name them."""

from dataclasses import replace
from datetime import time

import pytest
from prometheus_client import REGISTRY

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.payouts import working
from services.disbursement.rails.sandbox import HttpRail
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.street import Street
from tests.sandbox_accounts import ordinary_account


async def test_a_job_drives_the_payout_it_names(street: Street, payee: NewPayee) -> None:
    waiting = await payee(Case.EARLY)
    await working.driving(street.paying)(waiting.payout_id.bytes)
    assert (await street.row(waiting)).status == "settled"


async def test_a_day_that_came_frees_what_waited_for_it(street: Street, payee: NewPayee) -> None:
    waiting = await payee()
    await street.verify(await waiting.name_account(ordinary_account()))
    await street.review(waiting)
    assert (await street.row(waiting)).status == "conditions_pending"
    day = (await street.scalar(_USABLE, id=waiting.contract_id)) or street.service.clock.today()
    await working.reviewing(street.service.sessions)(day)
    assert (await street.row(waiting)).status == "ready"


_USABLE = "SELECT usable_from FROM payee_accounts WHERE contract_id = :id AND status <> 'replaced'"


async def test_how_long_nobody_has_known_is_shown(street: Street, payee: NewPayee) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await street.drive(waiting)
    measure = working.measuring(street.service.sessions)
    await measure()
    assert (REGISTRY.get_sample_value("payout_oldest_unknown_seconds") or 0) > 0
    await street.until(waiting, "settled")


@pytest.mark.parametrize(
    ("cut_off", "status"), [(time(10, 0), "approved"), (time(11, 0), "settled")]
)
async def test_after_the_cut_off_an_order_waits(
    cut_off: time, status: str, street: Street, payee: NewPayee
) -> None:
    """It is half past ten in Shanghai."""
    waiting = await payee(Case.EARLY)
    strict = HttpRail(street.address, terms=replace(street.rail.terms, cut_off=cut_off))
    await working.driving(replace(street.paying, rail=strict))(waiting.payout_id.bytes)
    await strict.aclose()
    assert (await street.row(waiting)).status == status
    assert len(street.truth.of("moved", waiting.key)) == (status == "settled")
