"""The worker of the notes service, as a process: it tells a neighbour that prints what it hears."""

import sys
from typing import Final

from pydantic_settings import SettingsConfigDict

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message, Outcome
from services.kit.launch import launch_worker
from services.kit.settings import ServiceSettings
from services.kit.worker import Duties
from tests.integration.kit.notes import SERVICE

HEARD: Final = "heard"


class Settings(ServiceSettings):
    """Every variable is NOTES_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="NOTES_")


class Printer:
    """A neighbour that takes everything."""

    name = "printer"
    topics = frozenset({"note.written", "note.changed"})

    async def deliver(self, message: Message) -> Delivery:
        """Print aggregate and sequence."""
        sys.stdout.write(f"{HEARD} {message.aggregate_id} {message.sequence}\n")
        sys.stdout.flush()
        return Delivery(Outcome.DELIVERED, 200)


def duties(_sessions: Sessions, _settings: Settings) -> Duties:
    """Tell the printer."""
    return Duties(destinations=[Printer()])


if __name__ == "__main__":
    launch_worker(SERVICE, Settings, duties)
