"""`python -m gateway`: it starts, answers and stops, or says in one line why it will not."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.kit.service_keys import generate, private_key_file
from tests.api.gateway.contract import contract
from tests.raw_http import RawAnswer, ask
from tests.serving import free_socket

ROOT = Path(__file__).parents[3]
STARTED_WITHIN_S = 20
ISSUER = {"issuer": "https://id.example", "jwks_uri": "https://id.example/k", "algorithm": "ES256"}


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    status: int
    errors: str


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """Return good development settings as variables, with `changes`."""
    ports = [free_socket() for _ in range(2)]
    numbers = [str(port.getsockname()[1]) for port in ports]
    for port in ports:
        port.close()
    (folder / "openapi.json").write_text(json.dumps(contract()), encoding="utf-8")
    generate(folder / "keys", ["gateway"])
    given = {
        "ENVIRONMENT": "development",
        "PORT": numbers[0],
        "OPS_PORT": numbers[1],
        "PUBLIC_URL": f"http://127.0.0.1:{numbers[0]}",
        "KEYS_DIR": str(folder / "keys"),
        "CONTRACTS": json.dumps({"application": str(folder / "openapi.json")}),
        "UPSTREAMS": json.dumps({"application": ["http://127.0.0.1:1"]}),
        "DEV_ISSUER": "true",
        **changes,
    }
    return {f"GATEWAY_{name}": value for name, value in given.items()}


async def start(settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    """Start the gateway."""
    inherited = {name: value for name, value in os.environ.items()  # noqa: TID251
                 if not name.startswith("GATEWAY_")}  # fmt: skip
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", cwd=ROOT, env={**inherited, **settings},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def ended(settings: Mapping[str, str]) -> Ended:
    """Start the gateway and wait for its end."""
    async with asyncio.timeout(STARTED_WITHIN_S):
        running = await start(settings)
        _, errors = await running.communicate()
    assert running.returncode is not None
    return Ended(running.returncode, errors.decode())


async def answer_of(address: str, path: str) -> RawAnswer:
    """Ask until somebody answers."""
    async with asyncio.timeout(STARTED_WITHIN_S):
        while True:
            try:
                return await ask(address, "GET", path)
            except OSError:
                await asyncio.sleep(0.05)


async def test_it_starts_answers_and_stops(tmp_path: Path) -> None:
    settings = environment(tmp_path)
    running = await start(settings)
    try:
        ready = await answer_of(settings["GATEWAY_PUBLIC_URL"], "/readyz")
        ops = await answer_of(f"http://127.0.0.1:{settings['GATEWAY_OPS_PORT']}", "/readyz")
        measures = await answer_of(f"http://127.0.0.1:{settings['GATEWAY_OPS_PORT']}", "/metrics")
    finally:
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STARTED_WITHIN_S):
            _, errors = await running.communicate()
    assert (ready.status, ops.status, measures.status) == (200, 200, 200)
    assert b"http_requests_total" in measures.body
    assert (running.returncode, errors) == (0, b"")


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "development issuer in production": ({"ENVIRONMENT": "production"}, "DEV_ISSUER"),
    "reference in production": (
        {"ENVIRONMENT": "production", "DEV_ISSUER": "false", "REFERENCE": "true",
         "ISSUERS": json.dumps([ISSUER])},
        "REFERENCE",
    ),
    "test clock in production": (
        {"ENVIRONMENT": "production", "DEV_ISSUER": "false", "SANDBOX": "true",
         "ISSUERS": json.dumps([ISSUER])},
        "SANDBOX",
    ),
    "plain http issuer in production": (
        {"ENVIRONMENT": "production", "DEV_ISSUER": "false",
         "ISSUERS": json.dumps([ISSUER | {"issuer": "http://id.example"}])},
        "https",
    ),
    "development issuer for everybody": ({"HOST": "0.0.0.0"}, "loopback"),  # noqa: S104
    "no issuer": ({"DEV_ISSUER": "false"}, "GATEWAY_ISSUERS"),
    "no contract": ({"CONTRACTS": '{"application": "absent.json"}'}, "absent.json"),
    "no keys": ({"KEYS_DIR": "absent"}, "gateway.private.jwk.json"),
    "misspelt": ({"UPSTREAM": "x"}, "GATEWAY_UPSTREAM: there is no such setting"),
    "not JSON": ({"UPSTREAMS": "application=http://a"}, "upstreams"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), REFUSED.values(), ids=REFUSED.keys())
async def test_a20_wrong_settings_refuse_the_start_in_one_line(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    end = await ended(environment(tmp_path, **changes))
    assert end.status == 78
    assert said in end.errors
    assert "Traceback" not in end.errors


async def test_a20_development_keys_refuse_the_start_in_production(tmp_path: Path) -> None:
    production = {"ENVIRONMENT": "production", "DEV_ISSUER": "false",
                  "ISSUERS": json.dumps([ISSUER])}  # fmt: skip
    settings = environment(tmp_path, **production)
    own = private_key_file(tmp_path / "keys", "gateway")
    private_key_file(tmp_path / "keys", "dev-issuer").write_bytes(own.read_bytes())
    end = await ended(settings)
    assert (end.status, "development issuer's key" in end.errors) == (78, True)


async def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with free_socket() as taken:
        taken.listen()
        end = await ended(environment(tmp_path, PORT=str(taken.getsockname()[1])))
    assert (end.status, "Cannot listen on" in end.errors) == (69, True)
