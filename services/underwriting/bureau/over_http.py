"""The credit bureau over HTTP: one question, one POST, a deadline, and no trust in the answer.

Anything but a whole, sound report on the very question that was asked is no answer at all.
"""

import asyncio
import json
from http import HTTPStatus
from typing import Final

import httpx
from httpx_aiohttp import AiohttpTransport
from pydantic import ValidationError

from services.kit.failpoints import reached
from services.kit.identifiers import typeid_of
from services.kit.schemas import Schema
from services.underwriting.bureau.protocol import BureauUnavailable, Question, Report
from services.underwriting.failpoints import UnderwritingPoint

CONNECT_TIMEOUT_S: Final = 2.0
ANSWER_TIMEOUT_S: Final = 5.0  # for the whole answer: one that drips is no answer
ANSWER_MAX_BYTES: Final = 64 * 1024
CONNECTIONS_MAX: Final = 10
PATH: Final = "/v1/credit-reports"


class Answer(Schema):
    """A report, and the question it answers."""

    query_id: str
    report: Report


class HttpBureau:
    """A bureau that answers `POST /v1/credit-reports`, all of it within `answer_timeout_s`."""

    def __init__(self, base_url: str, answer_timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS_MAX)
        self._answer_timeout_s = answer_timeout_s
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=AiohttpTransport(limits=limits, trust_env=False),
            timeout=httpx.Timeout(answer_timeout_s, connect=CONNECT_TIMEOUT_S),
            trust_env=False,
            follow_redirects=False,
        )

    async def report_on(self, question: Question) -> Report:
        """The report. Raises `BureauUnavailable` for no answer and for an unusable one."""
        query_id = typeid_of("bqy", question.query_id)
        content = json.dumps(_written(question, query_id), ensure_ascii=False).encode()
        try:
            async with asyncio.timeout(self._answer_timeout_s):
                answer = Answer.model_validate_json(await self._post(content))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValidationError) as error:
            # Without its cause: a parser quotes what it could not read.
            raise BureauUnavailable(type(error).__name__) from None
        if answer.query_id != query_id:
            raise BureauUnavailable("AnswerToAnotherQuestion")
        return answer.report

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _post(self, content: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        await reached(UnderwritingPoint.BUREAU_NEXT)
        async with self._http.stream("POST", PATH, content=content, headers=headers) as answer:
            if answer.status_code != HTTPStatus.OK:
                raise BureauUnavailable(str(answer.status_code))
            octets = bytearray()
            async for piece in answer.aiter_bytes():
                octets += piece
                if len(octets) > ANSWER_MAX_BYTES:
                    raise BureauUnavailable("AnswerTooLarge")
        await reached(UnderwritingPoint.BUREAU_ANSWERED)
        return bytes(octets)


def _written(question: Question, query_id: str) -> dict[str, object]:
    subject, consent = question.subject, question.consent
    return {
        "query_id": query_id,
        "purpose": question.purpose,
        "subject": {"kind": subject.kind.value, "name": subject.name, "number": subject.number},
        "consent": {
            "text_version": consent.text_version,
            "given_at": consent.given_at.isoformat(),
        },
    }
