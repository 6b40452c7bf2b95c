"""What postmaster.pid in a data folder says, and whether it still tells the truth."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import psutil

LOCK_FILE: Final = "postmaster.pid"
PROGRAM_NAMES: Final = frozenset({"postgres", "postmaster"})
# Lines of the file: pid, folder, start time, port, sockets, address, shared memory, status.
PORT_LINE: Final = 3
SOCKET_LINE: Final = 4
STATUS_LINE: Final = 7


@dataclass(frozen=True)
class Postmaster:
    """A server as its lock file describes it; `port` and `socket_dir` once it has got that far."""

    pid: int
    port: int | None
    socket_dir: str
    is_ready: bool

    @classmethod
    def read(cls, data_dir: Path) -> Self | None:
        """The lock file's content; None without the file. An unreadable one names process 0."""
        try:
            lines = (data_dir / LOCK_FILE).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        lines += [""] * (STATUS_LINE + 1 - len(lines))
        pid = lines[0].strip().lstrip("-")
        port = lines[PORT_LINE].strip()
        return cls(
            pid=int(pid) if pid.isdecimal() else 0,
            port=int(port) if port.isdecimal() else None,
            socket_dir=lines[SOCKET_LINE].strip(),
            is_ready=lines[STATUS_LINE].strip() == "ready",
        )

    def serves(self, data_dir: Path) -> bool:
        """Whether the process lives and is a Postgres on this folder, not a later lodger of its id.

        A server works inside its data folder, so the working directory is the proof.
        """
        try:
            program = psutil.Process(self.pid)
            if program.status() == psutil.STATUS_ZOMBIE or program.name() not in PROGRAM_NAMES:
                return False
            return Path(program.cwd()) == data_dir.resolve()
        except psutil.AccessDenied:
            # Somebody else's Postgres: not ours to remove the lock of.
            return True
        except (psutil.NoSuchProcess, ValueError):
            return False


def running_postmaster(data_dir: Path) -> Postmaster | None:
    """The live server of this folder; removes a lock file left behind by a dead one."""
    found = Postmaster.read(data_dir)
    if found is None:
        return None
    if found.serves(data_dir):
        return found
    (data_dir / LOCK_FILE).unlink(missing_ok=True)
    return None
