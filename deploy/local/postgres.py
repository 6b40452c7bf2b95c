"""A Postgres of one's own for a laptop or a test run: made, started and stopped by us."""

import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from deploy.local import cluster
from deploy.local.accounts import Account
from deploy.local.cluster import HOST, SUPERUSER
from deploy.local.postgres_binaries import Binaries, reachable_binaries
from deploy.local.postmaster import Postmaster, running_postmaster
from deploy.local.refusals import PortBusy, PostgresRefused
from deploy.local.server_folder import FolderClaim, ServerFolder

START_TIMEOUT_S: Final = 30
STOP_TIMEOUT_S: Final = 7
KILL_TIMEOUT_S: Final = 2
# pg_ctl keeps the time itself; this much more, and it is pg_ctl that hangs.
PG_CTL_GRACE_S: Final = 5
PASSWORD_BYTES: Final = 24
LOG_BYTES_MAX: Final = 10_000_000
LOG_LINES_SHOWN: Final = 8
# A socket's address has 104 bytes on macOS and 108 on Linux, the ending zero included.
SOCKET_PATH_BYTES_MAX: Final = 103
SOCKET_DIR_PREFIX: Final = "xiaowei-socket-"

# For a test run, whose rows nobody misses after a power cut; never for a person's data.
FORGETFUL: Final[Mapping[str, str]] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
)


class LocalPostgres:
    """One server on one data folder, listening on 127.0.0.1 and on a unix socket.

    Passwords are SCRAM; the superuser's is kept beside the data folder, mode 0600. From `start`
    to `stop` the object claims the folder, so that two runs never share one unawares; a server
    left behind by a run that was killed is taken over.
    """

    def __init__(
        self, data_dir: Path, port: int, *, settings: Mapping[str, str] | None = None
    ) -> None:
        self.port = port
        self._folder = ServerFolder(data_dir)
        self._claim = FolderClaim(self._folder.claim_file)
        self._settings = dict(settings or {})

    @property
    def data_dir(self) -> Path:
        """Where the server's files really are."""
        return self._folder.data_dir

    @property
    def password(self) -> str:
        """The superuser's password; there is one from the first `start` on."""
        return self._folder.password_file.read_text(encoding="utf-8").strip()

    @property
    def socket_dir(self) -> Path | None:
        """The folder of the running server's unix socket."""
        running = Postmaster.read(self.data_dir)
        return Path(running.socket_dir) if running and running.socket_dir else None

    def dsn(
        self, user: str = SUPERUSER, database: str = "postgres", password: str | None = None
    ) -> str:
        """An address over TCP; without a `password` it is the superuser's."""
        secret = self.password if password is None else password
        return (
            f"postgresql://{quote(user, safe='')}:{quote(secret, safe='')}"
            f"@{HOST}:{self.port}/{quote(database, safe='')}"
        )

    def start(self) -> None:
        """Make the server where there is none, start it, and return once it answers.

        Raises StackRefused, by its kinds, each with a sentence for the person at the terminal.
        """
        self._claim.take()
        try:
            self._start_or_take_over()
        except BaseException:
            self._claim.release()
            raise

    def stop(self) -> None:
        """Stop the server within seconds, and let the folder go. Raises PostgresRefused."""
        running = running_postmaster(self.data_dir)
        if running is not None:
            self._stop_running()
            self._remove_socket_dir(Path(running.socket_dir))
        self._claim.release()

    def release(self) -> None:
        """Let the folder go and the server run on, for whoever takes it over."""
        self._claim.release()

    def erase(self) -> None:
        """Stop the server and remove all it has, its data too."""
        self.stop()
        self._folder.erase()

    def _start_or_take_over(self) -> None:
        account = Account.for_server(self.data_dir)
        self._folder.place(account)
        is_new = not cluster.is_cluster(self.data_dir)
        if not is_new and (running := running_postmaster(self.data_dir)):
            self._require_usable(running)
            return
        self._refuse_busy_port()
        binaries = reachable_binaries(account, copy_to=self._folder.programs_dir)
        if is_new:
            cluster.make_cluster(self.data_dir, account, binaries, self._new_password())
        cluster.require_same_version(self.data_dir, account, binaries)
        self._require_password()
        self._launch(account, binaries)

    def _require_usable(self, running: Postmaster) -> None:
        if running.port != self.port or not running.is_ready:
            state = f"on port {running.port}" if running.is_ready else "but is not ready"
            raise PostgresRefused(
                f"A Postgres (process {running.pid}) serves {self.data_dir} {state}: "
                f"stop that process, then start again."
            )
        self._require_password()

    def _require_password(self) -> None:
        if not self._folder.password_file.exists():
            raise PostgresRefused(
                f"{self._folder.password_file} is gone, and with it the way into "
                f"{self.data_dir}: put it back, or remove that folder to begin anew."
            )

    def _refuse_busy_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError:
                raise PortBusy(
                    f"Port {self.port} is busy: another program listens on {HOST}:{self.port}. "
                    "Stop it, or choose another port for Postgres."
                ) from None

    def _new_password(self) -> str:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        path = self._folder.password_file
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as private:
            private.write(f"{password}\n")
        return password

    def _launch(self, account: Account, binaries: Binaries) -> None:
        sockets = self._fresh_socket_dir(account)
        chosen = {"port": str(self.port), "unix_socket_directories": str(sockets)}
        cluster.write_settings(self.data_dir, account, {**self._settings, **chosen})
        self._drop_large_log()
        log = self._folder.log_file
        started = self._pg_ctl(account, binaries, START_TIMEOUT_S, "start", f"--log={log}")
        if not started:
            self._remove_socket_dir(sockets)
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()
            shown = "\n".join(tail[-LOG_LINES_SHOWN:])
            raise PostgresRefused(f"Postgres did not start; its log {log} ends:\n{shown}")

    def _fresh_socket_dir(self, account: Account) -> Path:
        """The data folder where a socket's name fits, else a short folder of its own."""
        if len(os.fsencode(self.data_dir / f".s.PGSQL.{self.port}")) <= SOCKET_PATH_BYTES_MAX:
            return self.data_dir
        short = Path(tempfile.mkdtemp(prefix=SOCKET_DIR_PREFIX, dir="/tmp"))
        account.own(short)
        return short

    def _remove_socket_dir(self, sockets: Path) -> None:
        if sockets.name.startswith(SOCKET_DIR_PREFIX):
            shutil.rmtree(sockets, ignore_errors=True)

    def _drop_large_log(self) -> None:
        log = self._folder.log_file
        if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
            log.unlink()

    def _stop_running(self) -> None:
        account = Account.for_server(self.data_dir)
        binaries = reachable_binaries(account, copy_to=self._folder.programs_dir)
        if self._pg_ctl(account, binaries, STOP_TIMEOUT_S, "stop", "--mode=fast"):
            return
        # Like a power cut: the next start replays the log, and no committed row is lost.
        if not self._pg_ctl(account, binaries, KILL_TIMEOUT_S, "stop", "--mode=immediate"):
            raise PostgresRefused(f"Postgres on {self.data_dir} does not stop.")

    def _pg_ctl(
        self, account: Account, binaries: Binaries, timeout_s: int, verb: str, option: str
    ) -> bool:
        """Ask the server to start or stop, wait for it, and say whether it did."""
        command: list[str | Path] = [binaries.pg_ctl, verb, option, "--wait", "--silent"]
        command += [f"--timeout={timeout_s}", f"--pgdata={self.data_dir}"]
        # A server started with a captured output would hold the pipe open for as long as it runs.
        done = account.run(command, timeout_s=timeout_s + PG_CTL_GRACE_S, keep_output=False)
        return done.returncode == 0
