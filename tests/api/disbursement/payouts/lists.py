"""Who keeps the lists, on a port of its own: it answers as underwriting does, by a table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.kit.clock import Clock

Answer = Callable[[dict[str, Any]], Response]
VERSION = "8c1f4be0a96b7f2d"


@dataclass
class Lists:
    """Which applications somebody of is listed, and who asked about which payout.

    `answer` stands in the place of what it would say, when it is to say something else.
    """

    clock: Clock
    listed: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    days_ahead: int = 0
    answer: Answer | None = None

    @property
    def app(self) -> Starlette:
        """Its one door."""
        path = "/internal/v1/screenings/{payout_id}"
        return Starlette(routes=[Route(path, self._screen, methods=["PUT"])])

    def times_asked(self, payout_id: str) -> int:
        """How often it was asked about this payout: a sweep asks about those of others, too."""
        return sum(asked == payout_id for asked, _ in self.asked)

    async def _screen(self, request: Request) -> Response:
        payout_id = request.path_params["payout_id"]
        application_id = (await request.json())["application_id"]
        self.asked.append((payout_id, application_id))
        said = {
            "payout_id": payout_id,
            "application_id": application_id,
            "outcome": "listed" if application_id in self.listed else "clear",
            "list_version": VERSION,
            "screened_on": (self.clock.today() + timedelta(self.days_ahead)).isoformat(),
        }
        return JSONResponse(said) if self.answer is None else self.answer(said)


def away(_: dict[str, Any]) -> Response:
    """It cannot say now."""
    return Response(status_code=503)


def refusing(_: dict[str, Any]) -> Response:
    """It knows of no approved case."""
    problem = {"code": "case_not_approved", "status": 409}
    return JSONResponse(problem, 409, media_type="application/problem+json")


def group_late(_: dict[str, Any]) -> Response:
    """Somebody of the group is late, and nobody of it is paid."""
    problem = {"code": "group_late_since", "status": 409}
    return JSONResponse(problem, 409, media_type="application/problem+json")


def unreadable(said: dict[str, Any]) -> Response:
    """A word nobody has told us of."""
    return JSONResponse(said | {"outcome": "perhaps"})


def of_another(said: dict[str, Any]) -> Response:
    """What it says is about another payout."""
    return JSONResponse(said | {"payout_id": "pay_01h455vb4pex5vsknk084sn02q"})
