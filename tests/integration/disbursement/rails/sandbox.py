"""The sandbox rail on a port of its own, its book, and somebody who takes its calls."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.sandbox.rail.app import Pace, rail_app
from deploy.sandbox.rail.book import Book
from deploy.sandbox.rail.calling_back import Caller
from services.disbursement.rails.protocol import Account, PaymentOrder
from services.kit.clock import Clock
from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from tests.serving import served

SECRET = "whsec_" + "c2FuZGJveCByYWlsIHNlY3JldCBvZiB0aGUgdGVzdHM="
VALUE_DATE = date(2026, 11, 27)


@dataclass
class Listener:
    """Takes calls back, and keeps them as they came."""

    calls: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        """What the rail calls."""
        return Starlette(routes=[Route("/calls", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.calls.append((dict(request.headers), json.loads(await request.body())))
        return Response(status_code=204)


@dataclass(frozen=True)
class Truth:
    """The rail's book as it lies on the disk."""

    file: Path

    @property
    def lines(self) -> list[dict[str, Any]]:
        return list(Book(self.file).lines())

    def of(self, event: str, key: str | None = None) -> list[dict[str, Any]]:
        """What happened of one kind, to one key or to any."""
        found = [line for line in self.lines if line["event"] == event]
        return found if key is None else [line for line in found if line["key"] == key]


@asynccontextmanager
async def running_rail(
    file: Path, callback_url: str, clock: Clock, pace: Pace
) -> AsyncIterator[str]:
    """The rail, served; its address."""
    caller = Caller(callback_url, SECRET, clock)
    async with served(rail_app(Book(file), caller, clock, pace)) as address:
        yield address
        await caller.aclose()


def an_order(number: str, amount_minor: int = 1_000_000) -> PaymentOrder:
    """An order to pay somebody's account."""
    return PaymentOrder(
        key=typeid_of("pay", new_id()),
        amount=Money(amount_minor, "CNY"),
        account=Account("102100099996", number, "王小明"),
        value_date=VALUE_DATE,
    )
