"""What keeps a service process from starting is one plain line and an exit status."""

import asyncio
import contextlib
import os
import subprocess
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.local.ports import free_ports
from services.kit.database import make_engine
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.key_marks import assert_known_keys
from services.kit.service_keys import generate
from tests.conftest import PoolSizes
from tests.postgres_run import Addresses, PostgresRun
from tests.roads import Road, Trouble

ROOT = Path(__file__).parents[3]
ENDS_MAX_S = 60
POLL_S = 0.05
NOBODY = "http://127.0.0.1:1"
MODULES = ("services.underwriting", "services.underwriting.worker")
PORTS = ("PORT", "OPS_PORT", "WORKER_OPS_PORT")


@pytest.fixture
async def own_database(postgres_run: PostgresRun) -> AsyncIterator[Addresses]:
    """For who begins with keys of its own: the first keys leave their mark in the schema."""
    addresses = await postgres_run.clone(f"launch-{uuid4().hex}")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture
def told(database: Addresses, tmp_path: Path) -> dict[str, str]:
    """What a process of the service would start with."""
    generate(tmp_path, ["underwriting"])
    generate_field_keys(tmp_path / "fields.json")
    return {
        "UNDERWRITING_ENVIRONMENT": "development",
        "UNDERWRITING_PORT": "1",
        "UNDERWRITING_OPS_PORT": "2",
        "UNDERWRITING_WORKER_OPS_PORT": "3",
        "UNDERWRITING_DATABASE_URL": database.url("underwriting"),
        "UNDERWRITING_KEYS_DIR": str(tmp_path),
        "UNDERWRITING_FIELD_KEYS_FILE": str(tmp_path / "fields.json"),
    }


def _refusal(module: str, told: Mapping[str, str]) -> tuple[int, str]:
    """The exit status and the words of a process that does not start."""
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        timeout=ENDS_MAX_S,
        check=False,
    )
    assert ended.stdout == ""
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("module", MODULES)
def test_each_missing_or_wrong_setting_is_named(module: str, told: dict[str, str]) -> None:
    del told["UNDERWRITING_PORT"]
    told["UNDERWRITING_POOL_SIZE"] = "many"
    status, words = _refusal(module, told)
    assert status == os.EX_CONFIG
    assert [line.partition(":")[0] for line in sorted(words.splitlines())] == [
        "UNDERWRITING_POOL_SIZE",
        "UNDERWRITING_PORT",
    ]


def test_missing_keys_are_one_line(told: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "fields.json").unlink()
    status, words = _refusal("services.underwriting", told)
    assert status == os.EX_CONFIG
    assert words.startswith("underwriting: ")
    assert "fields.json" in words
    assert len(words.splitlines()) == 1


def test_a_role_with_other_rights_than_it_should_have_is_refused(
    told: dict[str, str], database: Addresses
) -> None:
    told["UNDERWRITING_DATABASE_URL"] = database.owner_url("underwriting")
    status, words = _refusal("services.underwriting", told)
    assert status == os.EX_CONFIG
    assert "underwriting: role underwriting_owner" in words


@pytest.mark.parametrize("module", MODULES)
async def test_other_keys_than_the_schema_was_written_with_are_refused(
    module: str, told: dict[str, str], own_database: Addresses, tmp_path: Path
) -> None:
    told["UNDERWRITING_DATABASE_URL"] = own_database.url("underwriting")
    told["UNDERWRITING_APPLICATION_URL"] = told["UNDERWRITING_BUREAU_URL"] = NOBODY
    ports = (str(port) for port in free_ports(len(PORTS)))
    told |= {f"UNDERWRITING_{name}": port for name, port in zip(PORTS, ports, strict=True)}
    generate_field_keys(tmp_path / "others.json")
    engine = make_engine(
        told["UNDERWRITING_DATABASE_URL"], schema="underwriting", settings=PoolSizes()
    )
    await assert_known_keys(engine, FieldKeys.from_file(tmp_path / "others.json"))
    await engine.dispose()
    status, words = await asyncio.to_thread(_refusal, module, told)
    assert status == os.EX_CONFIG
    assert "field key k1 is not the one with which fields were sealed" in words


@pytest.mark.parametrize("module", MODULES)
async def test_f7_a_database_that_is_away_is_waited_for_alive_and_not_ready(
    module: str, told: dict[str, str], own_database: Addresses
) -> None:
    """Ending would have an orchestrator start it again and again, and ever later."""
    url, *ports = own_database.url("underwriting"), *(str(port) for port in free_ports(len(PORTS)))
    server = url.rpartition("@")[2].partition("/")[0]
    told |= {f"UNDERWRITING_{name}": port for name, port in zip(PORTS, ports, strict=True)}
    ops = f"http://127.0.0.1:{ports[2] if module.endswith('worker') else ports[1]}"
    async with Road(f"tcp://{server}") as road:
        await road.suffer(Trouble.CLOSED)
        way = road.address.removeprefix("tcp://")
        told["UNDERWRITING_DATABASE_URL"] = url.replace(server, way)
        told["UNDERWRITING_APPLICATION_URL"] = told["UNDERWRITING_BUREAU_URL"] = NOBODY
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, cwd=ROOT, env=told, stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            await _answers(f"{ops}/healthz", 200)
            await _answers(f"{ops}/readyz", 503)
            await road.suffer(Trouble.NONE)
            await _answers(f"{ops}/readyz", 200)
        finally:
            process.terminate()
        assert await process.wait() == 0


async def _answers(url: str, status: int) -> None:
    """Return once a GET is answered so."""
    async with asyncio.timeout(ENDS_MAX_S), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(url)).status_code == status:
                    return
            await asyncio.sleep(POLL_S)
