"""Processes of a benchmark's own: started, waited for, stopped at the end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import psutil

STARTED_WITHIN_S: Final = 20
POLL_S: Final = 0.05


@contextmanager
def started(arguments: Sequence[str], settings: Mapping[str, str]) -> Iterator[int]:
    """Run this Python with `arguments` until the block ends; its process id."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **settings},  # noqa: TID251 - a bench starts processes as a shell does
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def wait_until_up(address: str) -> None:
    """Wait for another process's port; there is nothing to be told by."""
    host, _, port = address.removeprefix("http://").partition(":")
    until_s = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < until_s:
        with suppress(OSError), socket.create_connection((host, int(port))):
            return
        time.sleep(POLL_S)
    raise SystemExit(f"{address} did not come up")


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    listeners = [socket.socket() for _ in range(count)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def processor_s(pid: int) -> float:
    """The processor seconds a process has used so far."""
    return float(sum(psutil.Process(pid).cpu_times()[:2]))
