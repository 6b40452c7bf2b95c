"""The sandbox rail over HTTP: one order, one POST, a deadline for the whole answer, and no trust.

What is documented is believed, when it is about the very order that was sent. Everything else is
doubt, and doubt is not an error: it is an answer.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final

import httpx
from httpx_aiohttp import AiohttpTransport
from pydantic import ValidationError

from services.disbursement.domain.transfers import RejectionCode, Transfer
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.rails.protocol import (
    Accepted,
    Account,
    Ambiguous,
    Doubt,
    LookUp,
    NotFound,
    NotSubmitted,
    Outcome,
    PaymentOrder,
    RailTerms,
    Rejected,
    Verification,
    Verified,
)
from services.disbursement.rails.sandbox_wire import Checked, Refused, TransferTold, is_about
from services.kit.failpoints import reached
from services.kit.unsent import was_never_sent

NAME: Final = "sandbox"
CONNECT_TIMEOUT_S: Final = 2.0
ANSWER_TIMEOUT_S: Final = 8.0  # for the whole answer: one that drips is none
ANSWER_MAX_BYTES: Final = 64 * 1024
CONNECTIONS_MAX: Final = 20
WAIT_DEFAULT_S: Final = 5.0
WAIT_MAX_S: Final = 3_600.0

SANDBOX_TERMS: Final = RailTerms(
    name=NAME,
    cut_off=None,
    key_retention=timedelta(hours=24),
    lookup_lag=timedelta(seconds=5),
)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    octets: bytes


class HttpRail:
    """A rail that answers as the sandbox does, each answer whole within `answer_timeout_s`."""

    def __init__(
        self,
        base_url: str,
        *,
        terms: RailTerms = SANDBOX_TERMS,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> None:
        self._terms = terms
        self._answer_timeout_s = answer_timeout_s
        limits = httpx.Limits(max_connections=CONNECTIONS_MAX)
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=AiohttpTransport(limits=limits, trust_env=False),
            timeout=httpx.Timeout(answer_timeout_s, connect=CONNECT_TIMEOUT_S),
            trust_env=False,
            follow_redirects=False,
        )

    @property
    def terms(self) -> RailTerms:
        """What this rail promises."""
        return self._terms

    async def pay(self, order: PaymentOrder) -> Outcome:
        """Hand in one order."""
        answer = await self._ask("POST", "/v1/transfers", _written(order))
        if not isinstance(answer, _Answer):
            return answer
        if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            return _rejected(answer.octets, order.key)
        if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            return Ambiguous(Doubt.SERVER_ERROR)
        told = _told(answer.octets)
        if isinstance(told, Ambiguous):
            return told
        if not is_about(told, order):
            return Ambiguous(Doubt.NOT_OURS)
        return Accepted(told)

    async def look_up(self, key: str) -> LookUp:
        """What became of the order with this key."""
        answer = await self._ask("GET", f"/v1/transfers/{key}")
        if not isinstance(answer, _Answer):
            return answer
        if answer.status == HTTPStatus.NOT_FOUND:
            return _not_found(answer.octets)
        if answer.status != HTTPStatus.OK:
            return Ambiguous(Doubt.SERVER_ERROR)
        told = _told(answer.octets)
        if isinstance(told, Ambiguous):
            return told
        return told if told.key == key else Ambiguous(Doubt.NOT_OURS)

    async def verify_account(self, account: Account) -> Verification:
        """Whether the account is open and kept under this name."""
        answer = await self._ask("POST", "/v1/account-checks", _account(account))
        if not isinstance(answer, _Answer):
            return answer
        if answer.status != HTTPStatus.OK:
            return Ambiguous(Doubt.SERVER_ERROR)
        try:
            return Verified(Checked.model_validate_json(answer.octets).verdict)
        except ValidationError:
            return Ambiguous(Doubt.UNREADABLE)

    async def tell_day(self, today: date) -> bool:
        """Tell the sandbox which business day it is; whether it has heard."""
        answer = await self._ask("PUT", "/v1/clock", {"today": today.isoformat()})
        return isinstance(answer, _Answer) and answer.status == HTTPStatus.OK

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> _Answer | Ambiguous | NotSubmitted:
        """The answer, whole and in time; 429 and a connection that was never made are no doubt."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        await reached(DisbursementPoint.RAIL_NEXT)
        try:
            async with (
                asyncio.timeout(self._answer_timeout_s),
                self._http.stream(method, path, content=content, headers=headers) as answer,
            ):
                octets = await _bounded(answer)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout):
            return Ambiguous(Doubt.TIMED_OUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if was_never_sent(error):
                return NotSubmitted(WAIT_DEFAULT_S)
            return Ambiguous(Doubt.CONNECTION_LOST)
        await reached(DisbursementPoint.RAIL_ANSWERED)
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            return NotSubmitted(_wait_s(answer.headers.get("retry-after", "")))
        if octets is None:
            return Ambiguous(Doubt.TOO_LARGE)
        return _Answer(answer.status_code, octets)


async def _bounded(answer: httpx.Response) -> bytes | None:
    octets = bytearray()
    async for piece in answer.aiter_bytes():
        octets += piece
        if len(octets) > ANSWER_MAX_BYTES:
            return None
    return bytes(octets)


def _wait_s(retry_after: str) -> float:
    """The wait in whole seconds; a date or nonsense counts as the default."""
    seconds = float(retry_after) if retry_after.isdecimal() else WAIT_DEFAULT_S
    return min(max(seconds, 1.0), WAIT_MAX_S)


def _told(octets: bytes) -> Transfer | Ambiguous:
    try:
        told = TransferTold.model_validate_json(octets)
    except ValidationError:
        return Ambiguous(Doubt.UNREADABLE)
    return told.transfer() or Ambiguous(Doubt.UNKNOWN_STATUS)


def _rejected(octets: bytes, key: str) -> Outcome:
    """A refusal counts only with a documented code, and about our own key."""
    try:
        refused = Refused.model_validate_json(octets)
    except ValidationError:
        return Ambiguous(Doubt.UNREADABLE)
    known = refused.error in RejectionCode.__members__.values()
    return (
        Rejected(RejectionCode(refused.error))
        if known and refused.key == key
        else Ambiguous(Doubt.NOT_OURS)
    )


def _not_found(octets: bytes) -> LookUp:
    """A 404 of the provider itself, not of something between us."""
    try:
        refused = Refused.model_validate_json(octets)
    except ValidationError:
        return Ambiguous(Doubt.UNREADABLE)
    return NotFound() if refused.error == "not_found" else Ambiguous(Doubt.UNREADABLE)


def _written(order: PaymentOrder) -> dict[str, object]:
    return {
        "key": order.key,
        "amount": {"amount": order.amount.amount_minor, "currency": order.amount.currency},
        "account": _account(order.account),
        "value_date": order.value_date.isoformat(),
    }


def _account(account: Account) -> dict[str, object]:
    return {"bank_code": account.bank_code, "number": account.number, "name": account.name}
