"""`make run`: it comes up whole, stays up, and leaves nothing behind."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.local.ports import free_ports
from deploy.local.postgres import LocalPostgres
from deploy.local.postmaster import LOCK_FILE, running_postmaster
from deploy.local.settings import HOST
from tests.journeys.running_stack import POLL_S, READY_MAX_S, RunningStack

PROCESSES = {
    f"{service}{kind}"
    for service in ("application", "underwriting", "disbursement", "repayment")
    for kind in ("", "-worker")
} | {"bureau", "rail"}


@pytest.fixture
async def own_stack(tmp_path: Path) -> AsyncIterator[RunningStack]:
    """A stack that a test may start, stop and kill as it likes."""
    running = RunningStack(tmp_path / "home")
    yield running
    await running.forget()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(READY_MAX_S):
        while True:
            if condition():
                return
            await asyncio.sleep(POLL_S)


async def _until_answer(gateway: httpx.AsyncClient, path: str, status: int) -> httpx.Response:
    async with asyncio.timeout(READY_MAX_S):
        while True:
            with suppress(httpx.TransportError):
                answer = await gateway.get(path)
                if answer.status_code == status:
                    return answer
            await asyncio.sleep(POLL_S)


def _have_ended(processes: Iterable[psutil.Process]) -> bool:
    return not any(
        process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes
    )


async def test_it_is_ready_when_every_service_and_worker_is(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["processes"] == dict.fromkeys(PROCESSES, "ready")


async def test_it_says_where_to_look(stack: RunningStack) -> None:
    for shown in (f"{stack.url}/docs", f"{stack.url}/openapi.json", str(stack.home.logs)):
        assert shown in stack.said


async def test_readiness_is_red_while_one_worker_hangs(
    stack: RunningStack, gateway: httpx.AsyncClient
) -> None:
    worker = stack.program("repayment-worker")
    worker.suspend()
    try:
        answer = await _until_answer(gateway, "/readyz", 503)
    finally:
        worker.resume()
    processes = answer.json()["processes"]
    assert [name for name, state in processes.items() if state != "ready"] == ["repayment-worker"]
    await _until_answer(gateway, "/readyz", 200)


@pytest.mark.parametrize("name", ["application", "application-worker", "bureau", "gateway"])
async def test_a_process_that_dies_is_shown_and_comes_back(
    stack: RunningStack, gateway: httpx.AsyncClient, name: str
) -> None:
    first = stack.program(name)
    first.kill()
    await stack.says(f"{name} ended (SIGKILL)")
    await _until(lambda: any(p.pid != first.pid for p in stack.programs(name)))
    await _until_answer(gateway, "/readyz", 200)


async def test_a_server_that_dies_is_shown_and_comes_back(
    stack: RunningStack, gateway: httpx.AsyncClient
) -> None:
    first = stack.server()
    first.kill()
    await stack.says("postgres             | ended by itself")
    await _until_answer(gateway, "/v1/products", 200)
    assert stack.server().pid != first.pid


async def test_a_program_can_be_restarted_as_by_a_rollout(
    stack: RunningStack, gateway: httpx.AsyncClient
) -> None:
    first, other = stack.program("underwriting"), stack.program("repayment")
    assert await stack.command("deploy.local.restart", "underwriting") == ""
    assert stack.program("underwriting").pid != first.pid
    assert stack.program("repayment").pid == other.pid
    assert (await gateway.get("/readyz")).status_code == 200


async def test_a_program_that_does_not_run_is_not_restarted(stack: RunningStack) -> None:
    asked = RunningStack(stack.home.root, **stack.settings)
    await asked.launch("postman", module="deploy.local.restart")
    assert await asked.ends() == 1
    assert asked.said.startswith("There is no postman here; there are application, ")


async def test_a_second_run_on_the_same_folder_is_refused(stack: RunningStack) -> None:
    second = RunningStack(stack.home.root)
    await second.launch()
    assert await second.ends() == 1
    assert f"Another run (process {stack.pid})" in second.said


async def test_a_busy_port_is_said_before_anything_starts(own_stack: RunningStack) -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
        own_stack.settings["XIAOWEI_REPAYMENT_PORT"] = str(port)
        await own_stack.launch()
        assert await own_stack.ends() == 1
    assert f"Port {port}, for repayment (port), is busy" in own_stack.said
    assert "XIAOWEI_REPAYMENT_PORT" in own_stack.said
    assert "XIAOWEI_REPAYMENT_PORT" in own_stack.said
    assert not own_stack.home.postgres.exists()


async def test_it_can_be_asked_whether_it_could_start(own_stack: RunningStack) -> None:
    await own_stack.launch("--check")
    assert await own_stack.ends() == 0
    with socket.create_server((HOST, int(own_stack.settings["XIAOWEI_PORT"]))):
        await own_stack.launch("--check")
        assert await own_stack.ends() == 1
    assert "choose another with XIAOWEI_PORT" in own_stack.said


async def test_a_wrong_setting_is_named(own_stack: RunningStack) -> None:
    own_stack.settings["XIAOWEI_PORT"] = "many"
    await own_stack.launch()
    assert await own_stack.ends() == os.EX_CONFIG
    assert "XIAOWEI_PORT" in own_stack.said


async def test_it_stops_in_time_starts_again_with_its_data_and_can_be_forgotten(
    own_stack: RunningStack,
) -> None:
    await own_stack.start()
    before, processes = await _products(own_stack), own_stack.processes()
    assert await own_stack.stop(signal.SIGINT) == 0
    await _until(lambda: _have_ended(processes))
    assert "killed" not in own_stack.said

    await own_stack.start()
    after, processes = await _products(own_stack), own_stack.processes()
    assert before
    assert after == before
    server_folder = own_stack.home.postgres.resolve()
    assert await own_stack.stop(signal.SIGTERM) == 0
    await _until(lambda: _have_ended(processes))

    assert await own_stack.forget() == 0
    assert not own_stack.home.root.exists()
    assert not server_folder.exists()


async def test_it_stops_while_it_is_still_starting(own_stack: RunningStack) -> None:
    await own_stack.launch()
    await own_stack.says("Starting Xiaowei")
    await _until((own_stack.home.postgres / LOCK_FILE).exists)
    processes = own_stack.processes()
    assert await own_stack.stop() == 0
    await _until(lambda: _have_ended(processes))


async def test_what_a_killed_run_left_behind_ends_and_is_taken_over(
    own_stack: RunningStack,
) -> None:
    await own_stack.start()
    server, programs = own_stack.server(), own_stack.processes()[:-1]
    os.kill(own_stack.pid, signal.SIGKILL)
    await own_stack.ends()
    await _until(lambda: _have_ended(programs))
    assert server.is_running()
    await own_stack.start()
    assert own_stack.server().pid == server.pid
    await own_stack.stop()
    assert _have_ended([server])


async def test_a_given_database_is_used_and_left_running(
    own_stack: RunningStack, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    given = LocalPostgres(tmp_path / "given", port)
    given.start()
    try:
        own_stack.settings["DATABASE_URL"] = given.dsn()
        await own_stack.start()
        assert await own_stack.walk() == "accepted"
        assert not own_stack.home.postgres.exists()
        await own_stack.stop()
        assert running_postmaster(given.data_dir) is not None
    finally:
        given.erase()


async def _products(stack: RunningStack) -> list[str]:
    async with httpx.AsyncClient(base_url=stack.url, trust_env=False) as client:
        answer = await client.get("/v1/products")
    assert answer.status_code == 200, answer.text
    return [product["code"] for product in answer.json()["data"]]


async def test_a_running_stack_is_not_forgotten(stack: RunningStack) -> None:
    second = RunningStack(stack.home.root)
    assert await second.forget() == 1
    assert f"Another run (process {stack.pid})" in second.said
    assert stack.home.root.exists()
