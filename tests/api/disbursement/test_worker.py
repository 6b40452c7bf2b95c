"""The worker: whom it tells, and that it does not start without knowing where they are."""

import pytest

from services.disbursement import worker
from services.disbursement.settings import Settings
from tests.api.signed_clients import RunningApp

ADDRESSES = ("application_url", "underwriting_url", "repayment_url", "rail_url")


async def test_it_refuses_to_start_without_its_neighbours(
    service: RunningApp, disbursement_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refusal:
        worker.duties(service.sessions, disbursement_settings, service.clock)
    assert refusal.value.code == 78
    assert "DISBURSEMENT_APPLICATION_URL" in capsys.readouterr().err


async def test_with_its_neighbours_it_has_all_its_duties(
    service: RunningApp, disbursement_settings: Settings
) -> None:
    everywhere = disbursement_settings.model_copy(
        update=dict.fromkeys(ADDRESSES, "http://127.0.0.1:1")
    )
    duties = worker.duties(service.sessions, everywhere, service.clock)
    assert [to.name for to in duties.destinations] == ["application", "repayment"]
    assert set(duties.entrypoints) == {"verify_payee", "payout"}
    assert [each.name for each in duties.day_rounds] == [
        *("unsigned contracts", "waiting payouts", "settled payouts")
    ]
    for close in duties.closing:
        await close()


async def test_a_sandboxs_rail_is_told_the_day(
    service: RunningApp, disbursement_settings: Settings
) -> None:
    sandbox = disbursement_settings.model_copy(
        update={
            **dict.fromkeys(ADDRESSES, "http://127.0.0.1:1"),
            "sandbox": True,
        }
    )
    duties = worker.duties(service.sessions, sandbox, service.clock)
    assert [each.name for each in duties.day_rounds] == [
        *("unsigned contracts", "waiting payouts", "settled payouts", "the rail's day")
    ]
    for close in duties.closing:
        await close()
