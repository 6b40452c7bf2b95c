"""What the application service is told by a neighbour's relay, written down as it came."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from services.kit.relay import Relay


@dataclass
class Heard:
    """Everything that arrived, by application."""

    bodies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    async def take(self, request: Request) -> JSONResponse:
        """Write down one message."""
        application_id = request.path_params["application_id"]
        self.bodies.setdefault(application_id, []).append(await request.json())
        return JSONResponse({"application_id": application_id})

    def about(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        """The messages about the application of this message, in the order they came."""
        return self.bodies.get(told["application"]["id"], [])

    async def all_of(self, relay: Relay) -> None:
        """Sweep until a sweep brings nothing more.

        Each takes a bounded number of stories, the oldest first, and other tests leave many.
        """
        before = -1
        while before < (now := self._count()):
            before = now
            await relay.sweep()

    def _count(self) -> int:
        return sum(len(messages) for messages in self.bodies.values())
