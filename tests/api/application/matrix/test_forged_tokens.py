"""Forged and bent internal tokens at this service: one answer to all of them."""

from services.application.settings import Settings
from tests.api.matrix.forged_tokens import bent, gate_of
from tests.api.signed_clients import RunningApp


async def test_a1_to_a19_no_bent_token_opens_anything(
    service: RunningApp, application_settings: Settings
) -> None:
    gate = gate_of(service, application_settings.keys_dir)
    assert (await gate.asked_with(gate.forger.token())).status_code == 200
    for row, tokens in bent(gate.forger, service.name).items():
        assert await gate.let_in(tokens) == [], row
