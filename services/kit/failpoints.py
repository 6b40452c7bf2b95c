"""Failpoints: named lines at which a process can be made to die, hang or fail, to see what is lost.

Each stands between something that is committed and the next call to anybody else, or around such
a call. Unarmed a point costs one test of an attribute; a process in production is never armed
(`services.kit.arming`). Members of `Failpoint` are the registry: a test walks every one of them.
"""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final


class Failpoint(Enum):
    """A registry of points: each member is its name, for ever, and where a process stands there."""

    def __init__(self, title: str, stands: str) -> None:
        self.title = title
        self.stands = stands


class KitPoint(Failpoint):
    """The points of what every program is built of."""

    REPLY_DUE = (
        "http.reply_due",
        "The operation is over and committed whatever it did; its caller has not been answered.",
    )
    NEIGHBOUR_NEXT = (
        "neighbour.next",
        "What leads to a call is committed; not a byte of the call has left for the neighbour.",
    )
    NEIGHBOUR_ANSWERED = (
        "neighbour.answered",
        "The neighbour has answered and acted; who asked it has not been handed the answer.",
    )
    DELIVERY_BEGUN = (
        "relay.begun",
        "An attempt to tell a message is written down; nobody has been told yet.",
    )
    DELIVERY_MADE = (
        "relay.made",
        "The message was told, or not; what came of it is not written down.",
    )
    DELIVERY_RECORDED = (
        "relay.recorded",
        "What came of the attempt is written down; the next message and the job's end are to come.",
    )
    DELIVERY_PARKED = (
        "relay.parked",
        "A message nobody takes is parked for a person; its story goes no further.",
    )
    JOB_TAKEN = (
        "job.taken",
        "The queue has handed out a job as picked; nothing of it is done.",
    )
    JOB_DONE = (
        "job.done",
        "A job's work is done and committed; the queue has not heard of it.",
    )
    FILE_NEXT = (
        "file.next",
        "What a file is for was judged; the object store has nothing of it.",
    )
    FILE_KEPT = (
        "file.kept",
        "The object store keeps a file whole; no row names it.",
    )
    SEAL_KEPT = (
        "seal.kept",
        "Seals are committed; the outside has not been told of them.",
    )
    SEAL_TOLD = (
        "seal.told",
        "Seals are in the file outside; the worker's round is not over.",
    )
    DAY_ROUND_DONE = (
        "day.round_done",
        "One round of a business day the test clock passes is done; the day is not closed.",
    )
    DAY_CLOSED = (
        "day.closed",
        "A business day is noted as closed; the process's own clock still shows it.",
    )
    BATCH_DONE = (
        "day.batch_done",
        "A round of bounded size did what it found; it has not looked whether there is more.",
    )


class Deed(StrEnum):
    """What a point does to whoever passes it."""

    CRASH = "crash"  # the process kills itself, as SIGKILL would
    HANG = "hang"  # the task waits for ever
    ERROR = "error"  # `FailpointStruck` is raised


class FailpointStruck(RuntimeError):
    """Raised by an armed point: a failure nobody provided for."""


@dataclass(slots=True)
class Arming:
    """A point that strikes whoever passes it for the `left`-th time from now, once.

    `struck` is set when it has.
    """

    point: Failpoint
    deed: Deed
    left: int = 1
    struck: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Armoury:
    arming: Arming | None = None


_ARMOURY: Final = _Armoury()


def arm(arming: Arming | None) -> None:
    """Let this strike from now on instead of whatever was armed; None disarms."""
    _ARMOURY.arming = arming


async def reached(point: Failpoint) -> None:
    """Pass a point; raises `FailpointStruck`, or never returns, when it is armed."""
    if _ARMOURY.arming is not None and _ARMOURY.arming.point is point:
        await _strike(_ARMOURY.arming)


async def _strike(arming: Arming) -> None:
    arming.left -= 1
    if arming.left > 0:
        return
    arm(None)
    arming.struck.set()
    if arming.deed is Deed.CRASH:
        os.kill(os.getpid(), signal.SIGKILL)
    if arming.deed is Deed.HANG:
        await asyncio.Event().wait()
    raise FailpointStruck(arming.point.title)
