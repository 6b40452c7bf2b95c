"""Arming a failpoint from outside: by a setting at the start, or by a file while the process runs.

`…_FAILPOINT=relay.made:crash:2` arms it before anything is done. With `…_FAILPOINT_FILE` a process
reads that file at its start and on each SIGUSR1, removes it as a sign that it has, and arms what it
says; so a process that was killed by it starts again unarmed. Production settings refuse both.
"""

import asyncio
import logging
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from services.kit.failpoints import Arming, Deed, Failpoint, arm
from services.kit.settings import Misconfigured

PATTERN: Final = re.compile(r"([a-z]+\.[a-z_]+):(crash|hang|error)(?::([1-9][0-9]{0,5}))?")

_log = logging.getLogger("xiaowei.failpoints")


class Armed(Protocol):
    """What a process is told of failpoints; every settings class has these."""

    @property
    def failpoint(self) -> str | None: ...
    @property
    def failpoint_file(self) -> Path | None: ...


def arm_process(settings: Armed) -> None:
    """Arm what the settings say, in the running loop. Raises `Misconfigured`."""
    if settings.failpoint is not None:
        arm(arming_of(settings.failpoint))
    file = settings.failpoint_file
    if file is None:
        return
    _take_up(file)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _take_up, file)


def arming_of(told: str) -> Arming:
    """What `name:deed` or `name:deed:number` arms. Raises `Misconfigured`."""
    read = PATTERN.fullmatch(told)
    if read is None:
        raise Misconfigured("FAILPOINT must read name:crash|hang|error, or end in :number")
    title, deed, number = read.groups()
    named = [point for point in declared() if point.title == title]
    if not named:
        raise Misconfigured(f"FAILPOINT names no point of this program: {title}")
    return Arming(named[0], Deed(deed), int(number or 1))


def declared() -> Iterator[Failpoint]:
    """Every point of the registries this process has imported."""
    for registry in Failpoint.__subclasses__():
        yield from registry


def _take_up(file: Path) -> None:
    """Arm what the file says, if it is there; what cannot be read is told in the log alone."""
    try:
        told = file.read_text(encoding="utf-8").strip()
        arm(arming_of(told))
        file.unlink()
    except FileNotFoundError:
        return
    except Misconfigured as refused:
        _log.warning("failpoint not armed", extra={"cause": str(refused)})
