"""The worker of the notes service, as a process: it tells a neighbour that prints what it hears.

One kind of message is deadly: the process is gone in the middle of telling it.
"""

import os
import sys
from typing import Final

from pydantic_settings import SettingsConfigDict

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.launch import launch_worker
from services.kit.settings import ServiceSettings
from services.kit.worker import Duties
from tests.integration.kit.notes import SERVICE

HEARD: Final = "heard"
DEADLY: Final = "note.deadly"
EXIT_KILLED: Final = 137


class Settings(ServiceSettings):
    """Every variable is NOTES_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="NOTES_")


class Printer:
    """A neighbour that takes everything."""

    name = "printer"
    topics = frozenset({"note.written", "note.changed", DEADLY})

    async def deliver(self, message: Message) -> Delivery:
        """Print aggregate and sequence, or die of it."""
        if message.topic == DEADLY:
            os._exit(EXIT_KILLED)
        sys.stdout.write(f"{HEARD} {message.aggregate_id} {message.sequence}\n")
        sys.stdout.flush()
        return Delivery(DeliveryOutcome.DELIVERED, 200)


def duties(_sessions: Sessions, _settings: Settings, _clock: Clock) -> Duties:
    """Tell the printer."""
    return Duties(destinations=[Printer()])


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
