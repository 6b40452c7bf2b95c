"""F14: how far the gateway's clock and a service's may be apart, and what is answered beyond."""

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.main import create_app
from tests.api.gateway.service import service
from tests.api.gateway.stand import Stand, standing
from tests.fixed_clock import GoingClock
from tests.raw_http import RawAnswer, ask
from tests.serving import served


async def asked(stand: Stand, ahead_s: int) -> RawAnswer:
    """Ask a real service through a gateway whose clock is so far ahead of the service's."""
    clock = GoingClock()
    clock.advance(timedelta(seconds=ahead_s))
    async with served(service("application", stand.settings.keys_dir)) as upstream:
        settings = stand.settings.model_copy(update={"upstreams": {"application": (upstream,)}})
        async with served(create_app(settings, clock)) as gateway:
            token = [("Authorization", f"Bearer {stand.token()}")]
            return await ask(gateway, "GET", "/v1/things/thing_1", token)


@pytest.mark.parametrize(
    ("ahead_s", "status", "code"),
    [
        pytest.param(3, 200, "", id="service a little behind"),
        pytest.param(8, 502, "bad_gateway", id="service behind"),
        pytest.param(-5, 200, "", id="service a little ahead"),
        pytest.param(-20, 503, "deadline_passed", id="service ahead"),
    ],
)
async def test_f14_clocks_apart_are_borne_for_seconds_and_refused_beyond(
    tmp_path: Path, ahead_s: int, status: int, code: str
) -> None:
    async with standing(tmp_path) as stand:
        answer = await asked(stand, ahead_s)
    assert answer.status == status
    assert status == 200 or answer.code == code
