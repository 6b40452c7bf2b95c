"""The sandbox bureau over HTTP: `POST /v1/credit-reports`, and `GET /readyz`.

It shares nothing with those who ask but the words on the wire.
"""

import asyncio
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from deploy.sandbox.bureau.asked import QuestionAsked
from deploy.sandbox.bureau.record import BookFull, Noted, QueryBook
from deploy.sandbox.bureau.truth_table import CLEAN, Case, Figures, case_of, figures_of
from services.kit.clock import Clock

QUESTION_MAX_BYTES: Final = 16 * 1024
ORDINARY: Final = "ordinary"


class _TooLong(Exception):
    """The question is longer than any question is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a slow answer takes, and how long a silent bureau keeps its caller, in seconds."""

    slow_s: float = 2.0
    silent_s: float = 60.0


def bureau_app(book: QueryBook, clock: Clock, pace: Pace) -> Starlette:
    """The bureau's app."""

    async def credit_reports(request: Request) -> Response:
        try:
            question = QuestionAsked.model_validate_json(await _body(request))
        except _TooLong:
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "question_too_long")
        except ValidationError as error:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "question_unsound", _where(error))
        if not question.was_agreed_by(clock.now()):
            return _refusal(HTTPStatus.FORBIDDEN, "consent_missing")
        subject = question.subject
        case = case_of(subject.kind, subject.number.upper())
        try:
            noted = book.note(question, _label(case), clock.now(), clock.today())
        except BookFull:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "book_full")
        return await _answer(question, noted, case, pace)

    async def readyz(_request: Request) -> Response:
        return JSONResponse({"ready": True, "checks": {}})

    return Starlette(
        routes=[
            Route("/v1/credit-reports", credit_reports, methods=["POST"]),
            Route("/readyz", readyz),
        ]
    )


async def _answer(question: QuestionAsked, noted: Noted, case: Case | None, pace: Pace) -> Response:
    if case is Case.SILENT:
        await asyncio.sleep(pace.silent_s)
        return PlainTextResponse("", HTTPStatus.GATEWAY_TIMEOUT)
    if case is Case.FAILING:
        return PlainTextResponse("out of order", HTTPStatus.INTERNAL_SERVER_ERROR)
    if case is Case.GARBLED:
        written = json.dumps(_report(question, noted, CLEAN))
        return Response(written[: len(written) // 2], media_type="application/json")
    if case is Case.SLOW:
        await asyncio.sleep(pace.slow_s)
    subject = question.subject
    return JSONResponse(_report(question, noted, figures_of(subject.kind, subject.number.upper())))


def _report(question: QuestionAsked, noted: Noted, figures: Figures) -> dict[str, object]:
    return {
        "query_id": question.query_id,
        "report": {
            "report_no": noted.report_no,
            "issued_on": noted.issued_on.isoformat(),
            **figures.written(),
        },
    }


async def _body(request: Request) -> bytes:
    octets = bytearray()
    async for piece in request.stream():
        octets += piece
        if len(octets) > QUESTION_MAX_BYTES:
            raise _TooLong
    return bytes(octets)


def _label(case: Case | None) -> str:
    return ORDINARY if case is None else case.name.lower()


def _where(error: ValidationError) -> list[str]:
    """Which members are wrong; never what was sent."""
    return [".".join(str(part) for part in wrong["loc"]) for wrong in error.errors()]


def _refusal(status: HTTPStatus, code: str, members: list[str] | None = None) -> Response:
    return JSONResponse({"error": code, "members": members or []}, status_code=status)
