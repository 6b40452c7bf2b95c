"""Whatever a bureau answers, only a whole and sound report on the question asked counts."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from services.kit.identifiers import new_id, typeid_of
from services.underwriting.bureau.over_http import ANSWER_MAX_BYTES, HttpBureau
from services.underwriting.bureau.protocol import BureauUnavailable, Question
from tests.integration.underwriting.bureau.questions import a_question, good_answer
from tests.serving import free_socket, served

DEADLINE_S = 1.0

Answer = Callable[[Question], Response]


class _OddBureau:
    """A server that answers whatever the test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Response = Response()
        self.asked: list[Any] = []
        self.app = Starlette(routes=[Route("/v1/credit-reports", self._post, methods=["POST"])])

    async def _post(self, request: Request) -> Response:
        self.asked.append(await request.json())
        return self.answer


@pytest.fixture
def odd() -> _OddBureau:
    return _OddBureau()


@pytest.fixture
async def bureau(odd: _OddBureau) -> AsyncIterator[HttpBureau]:
    async with served(odd.app) as address:
        client = HttpBureau(address, DEADLINE_S)
        yield client
        await client.aclose()


def _json(document: object, status: int = 200) -> Response:
    return Response(json.dumps(document), status, media_type="application/json")


def _changed(**members: Any) -> Answer:
    return lambda question: _json(good_answer(question, **members))


def _without(member: str) -> Answer:
    def answer(question: Question) -> Response:
        document = good_answer(question)
        del document["report"][member]
        return _json(document)

    return answer


def _dripping(_question: Question) -> Response:
    async def drips() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" "
            await asyncio.sleep(0.02)

    return StreamingResponse(drips(), media_type="application/json")


UNUSABLE: dict[str, Answer] = {
    "nothing": lambda _: Response(b""),
    "no JSON": lambda _: Response(b"<html>out of order</html>"),
    "half": lambda question: Response(json.dumps(good_answer(question))[:80]),
    "a list": lambda question: _json([good_answer(question)]),
    "no report": lambda question: _json({"query_id": good_answer(question)["query_id"]}),
    "an older question's": lambda question: _json(
        good_answer(question) | {"query_id": typeid_of("bqy", new_id())}
    ),
    "a figure missing": _without("overdue_count"),
    "a text for a figure": _changed(overdue_count="0"),
    "a negative figure": _changed(overdue_count=-1),
    "a fraction": _changed(debt_minor=10.5),
    "an unknown status": _changed(status="fine"),
    "a member nobody knows": _changed(score=800),
    "figures without a record": _changed(status="no_record"),
    "fewer queries in longer spans": _changed(query_count_1m=5),
    "too much": lambda question: _json(good_answer(question) | {"x": "x" * ANSWER_MAX_BYTES}),
    "drop by drop": _dripping,
    "created": lambda question: _json(good_answer(question), 201),
    "elsewhere": lambda _: RedirectResponse("/v1/other"),
    "a refusal": lambda question: _json(good_answer(question), 403),
    "a failure": lambda question: _json(good_answer(question), 500),
    "busy": lambda question: _json(good_answer(question), 503),
}


@pytest.mark.parametrize("answer", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_an_unusable_answer_is_none(
    answer: Answer, odd: _OddBureau, bureau: HttpBureau
) -> None:
    question = a_question()
    odd.answer = answer(question)
    with pytest.raises(BureauUnavailable) as unavailable:
        await bureau.report_on(question)
    # A parser quotes what it could not read, and that may be about a person.
    assert unavailable.value.__cause__ is None
    assert unavailable.value.__suppress_context__ or unavailable.value.__context__ is None


async def test_a_sound_answer_is_read_to_the_figure(odd: _OddBureau, bureau: HttpBureau) -> None:
    question = a_question()
    odd.answer = _json(good_answer(question, overdue_count=6, consecutive_overdue_max=3))
    report = await bureau.report_on(question)
    assert report.model_dump(mode="json") == good_answer(question)["report"] | {
        "overdue_count": 6,
        "consecutive_overdue_max": 3,
    }


async def test_the_question_says_who_why_and_on_whose_word(
    odd: _OddBureau, bureau: HttpBureau
) -> None:
    question = a_question()
    odd.answer = _json(good_answer(question))
    await bureau.report_on(question)
    assert odd.asked == [
        {
            "query_id": typeid_of("bqy", question.query_id),
            "purpose": "loan_application",
            "subject": {"kind": "person", "name": "王小明", "number": "110101199003070003"},
            "consent": {"text_version": "2026-11-a", "given_at": "2026-03-09T08:00:00+00:00"},
        }
    ]


async def test_a_bureau_nobody_listens_for_is_unavailable() -> None:
    listener = free_socket()
    client = HttpBureau(f"http://127.0.0.1:{listener.getsockname()[1]}", DEADLINE_S)
    with pytest.raises(BureauUnavailable):
        await client.report_on(a_question())
    await client.aclose()
    listener.close()
