"""Who reads, on which day, through which sessions."""

from dataclasses import dataclass

from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.database import Sessions


@dataclass(frozen=True, slots=True)
class Reader:
    """What every query is handed."""

    caller: Caller
    clock: Clock
    sessions: Sessions
