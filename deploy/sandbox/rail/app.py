"""The sandbox rail over HTTP: orders, look-ups, account checks, and the business day it is told.

`POST /v1/transfers` · `GET /v1/transfers/{key}` · `POST /v1/account-checks` · `PUT /v1/clock` ·
`GET /readyz`. It shares nothing with those who ask but the words on the wire.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.sandbox.rail.answering import answer_of, silence
from deploy.sandbox.rail.book import Book, BookFull
from deploy.sandbox.rail.calling_back import Caller
from deploy.sandbox.rail.orders import AccountAsked, DaySaid, OrderAsked
from deploy.sandbox.rail.telling import tell
from deploy.sandbox.rail.transfers import Transfer, Transfers
from deploy.sandbox.rail.truth_table import UNCALLED, Case, case_of
from services.kit.clock import Clock

ORDER_MAX_BYTES: Final = 16 * 1024
BUSY_TIMES: Final = 2
REFUSED: Final = {
    Case.CLOSED: "account_closed",
    Case.CLOSED_SINCE: "account_closed",
    Case.MISNAMED: "name_mismatch",
}
VERDICTS: Final = {Case.CLOSED: "closed", Case.MISNAMED: "name_mismatch"}

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Spans in seconds: a silent answer, a late transfer's invisibility, a key's memory."""

    silent_s: float = 60.0
    late_s: float = 4.0
    retention_s: float = 86_400.0


@dataclass(frozen=True, slots=True)
class SandboxRail:
    """The rail's desk: one method per thing that may be asked."""

    transfers: Transfers
    caller: Caller
    clock: Clock
    pace: Pace
    turned_away: Counter[str] = field(default_factory=Counter)

    async def take_order(self, request: Request) -> Response:
        """An order, taken once per key while the key is remembered."""
        order = await _read(request, OrderAsked)
        if isinstance(order, Response):
            return order
        known = self.transfers.known(order.key, self.clock.now())
        if known is not None:
            return JSONResponse(known.told())
        turned_away = await self._turn_away(order)
        if turned_away is not None:
            return turned_away
        try:
            return await self._take(order)
        except BookFull:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "book_full")

    async def look_up(self, request: Request) -> Response:
        """The transfer of a key, when the rail lets it be seen."""
        found = self.transfers.found(request.path_params["key"])
        if found is None or not self._is_visible(found):
            return _refusal(HTTPStatus.NOT_FOUND, "not_found")
        return JSONResponse(found.told())

    async def check_account(self, request: Request) -> Response:
        """Whether the account is open and kept under the name."""
        account = await _read(request, AccountAsked)
        if isinstance(account, Response):
            return account
        return JSONResponse({"verdict": VERDICTS.get(case_of(account.number), "matches")})

    async def hear_day(self, request: Request) -> Response:
        """A new business day: what comes back by then comes back."""
        said = await _read(request, DaySaid)
        if isinstance(said, Response):
            return said
        for each in self.transfers.due_back(said.today):
            self.caller.soon(self.caller.call(each.told()))
        return JSONResponse({"today": said.today.isoformat()})

    async def _turn_away(self, order: OrderAsked) -> Response | None:
        """The answer to an order that is not taken this time."""
        case = case_of(order.account.number)
        if case in REFUSED:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, REFUSED[case], key=order.key)
        if case is Case.BUSY and self._times(order.key) <= BUSY_TIMES:
            headers = {"Retry-After": "1"}
            return JSONResponse({"error": "busy"}, HTTPStatus.TOO_MANY_REQUESTS, headers)
        if case is Case.SILENT and self._times(order.key) == 1:
            return await silence(self.pace.silent_s)
        return None

    async def _take(self, order: OrderAsked) -> Response:
        transfer = self.transfers.take(order, self.clock.now())
        if transfer.case is Case.FAILING_LATER:
            transfer = self.transfers.fail(transfer, "account_frozen")
        else:
            transfer = self.transfers.move(transfer)
        if transfer.case is Case.EARLY:
            await tell(transfer, self.caller)
        elif transfer.case not in UNCALLED:
            self.caller.soon(tell(transfer, self.caller))
        return await answer_of(transfer, self.pace.silent_s)

    def _times(self, key: str) -> int:
        """How often this order was turned away, this time included."""
        self.turned_away[key] += 1
        return self.turned_away[key]

    def _is_visible(self, transfer: Transfer) -> bool:
        if transfer.case is Case.FORGETFUL:
            return False
        age = self.clock.now() - _taken_at(transfer)
        return transfer.case is not Case.LATE or age >= timedelta(seconds=self.pace.late_s)


def rail_app(book: Book, caller: Caller, clock: Clock, pace: Pace) -> Starlette:
    """The rail's app."""
    transfers = Transfers(book, timedelta(seconds=pace.retention_s))
    rail = SandboxRail(transfers, caller, clock, pace)

    async def readyz(_request: Request) -> Response:
        return JSONResponse({"ready": True, "checks": {}})

    return Starlette(
        routes=[
            Route("/v1/transfers", rail.take_order, methods=["POST"]),
            Route("/v1/transfers/{key}", rail.look_up),
            Route("/v1/account-checks", rail.check_account, methods=["POST"]),
            Route("/v1/clock", rail.hear_day, methods=["PUT"]),
            Route("/readyz", readyz),
        ]
    )


def _taken_at(transfer: Transfer) -> datetime:
    return datetime.fromisoformat(transfer.taken_at)


async def _read(request: Request, model: type[M]) -> M | Response:
    """What was sent, or the refusal of it."""
    octets = bytearray()
    async for piece in request.stream():
        octets += piece
        if len(octets) > ORDER_MAX_BYTES:
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long")
    try:
        return model.model_validate_json(bytes(octets))
    except ValidationError:
        return _refusal(HTTPStatus.BAD_REQUEST, "unsound")


def _refusal(status: HTTPStatus, code: str, **named: str) -> Response:
    return JSONResponse({"error": code, **named}, status_code=status)
