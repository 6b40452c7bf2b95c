"""What happens inside a newly forked process, before and beside the program it becomes."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TextIO

STDOUT: Final = 1
STDERR: Final = 2
OWN_NAME: Final = Path("/proc/self/comm")
OWN_NAME_LENGTH_MAX: Final = 15
ORPHAN_GRACE_S: Final = 8.0
# The fork server ignores these, so that its children can be stopped one after the other.
TERMINAL_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def become(
    name: str, start: Callable[[], None], environment: Mapping[str, str], output: Connection
) -> None:
    """Run the program with its own name, settings and output, in a process group of its own.

    In a group of its own a Ctrl-C at the terminal does not reach it: the supervisor stops
    programs in their order.
    """
    os.setpgid(0, 0)
    for number in TERMINAL_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    _be_called(name)
    _write_to(output)
    os.environ.update(environment)  # noqa: TID251 - written here, read by settings alone
    threading.Thread(target=_stop_when_orphaned, name="parent-watch", daemon=True).start()
    start()


def _be_called(name: str) -> None:
    """Show the name in process listings, where the system lets a process choose it (Linux)."""
    with suppress(OSError):
        OWN_NAME.write_text(name[:OWN_NAME_LENGTH_MAX], encoding="ascii")


def _write_to(output: Connection) -> None:
    """Send both streams there; new ones, since the inherited may think of a file or a terminal."""
    for number in (STDOUT, STDERR):
        os.dup2(output.fileno(), number)
    output.close()
    sys.stdout = _line_writer(STDOUT)
    sys.stderr = _line_writer(STDERR)


def _line_writer(number: int) -> TextIO:
    return os.fdopen(
        number, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def _stop_when_orphaned() -> None:
    """A killed supervisor can stop nobody, so its programs stop when they lose it."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(ORPHAN_GRACE_S)
    os._exit(os.EX_SOFTWARE)
