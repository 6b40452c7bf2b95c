"""The route class of every router: behind its door, named and documented by its function."""

import inspect
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from services.kit.doors import Authenticator, Door
from services.kit.failpoints import KitPoint, reached
from services.kit.whole_again import whole_again

__all__ = ["Authenticator", "StrictRoute"]


class StrictRoute(APIRoute):
    """A route behind its `Door`, documented by its docstring and named after its function."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:  # noqa: ANN401 - FastAPI's own keywords
        summary, _, description = inspect.cleandoc(endpoint.__doc__ or "").partition("\n")
        given["operation_id"] = given.get("operation_id") or endpoint.__name__
        given["summary"] = given.get("summary") or summary.rstrip(".")
        given["description"] = given.get("description") or description.strip() or summary
        given["response_description"] = HTTPStatus(given.get("status_code") or HTTPStatus.OK).phrase
        super().__init__(path, endpoint, **given)

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind our door."""
        answer = super().get_route_handler()
        door = Door.of(self)

        async def admit_and_answer(request: Request) -> Response:
            admitted = await door.admit(request)
            if door.is_read_once:
                response = await answer(admitted)
            else:
                response = await whole_again(lambda: answer(admitted))
            await reached(KitPoint.REPLY_DUE)
            return response

        return admit_and_answer
