"""The sandbox bureau as its askers meet it: over the adapter, and by hand."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.sandbox.bureau.app import QUESTION_MAX_BYTES, Pace, bureau_app
from deploy.sandbox.bureau.record import QueryBook
from deploy.sandbox.bureau.truth_table import FIGURES, Case
from services.underwriting.bureau.over_http import HttpBureau
from services.underwriting.bureau.protocol import BureauUnavailable, SubjectKind
from tests.fixed_clock import FixedClock
from tests.integration.underwriting.bureau.questions import CONSENT, a_question
from tests.sandbox_people import magic_business, magic_person
from tests.serving import served

DEADLINE_S = 1.0
PACE = Pace(slow_s=0.05, silent_s=1.5)
UNUSABLE = (Case.SILENT, Case.FAILING, Case.GARBLED)


@dataclass(frozen=True)
class Book:
    """The bureau's book of questions, as it lies on the disk."""

    file: Path

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "bureau.jsonl")


@pytest.fixture
async def address(book: Book) -> AsyncIterator[str]:
    async with served(bureau_app(QueryBook(book.file), FixedClock(), PACE)) as address:
        yield address


@pytest.fixture
async def bureau(address: str) -> AsyncIterator[HttpBureau]:
    client = HttpBureau(address, DEADLINE_S)
    yield client
    await client.aclose()


@pytest.mark.parametrize("case", [case for case in Case if case not in UNUSABLE])
@pytest.mark.parametrize("kind", SubjectKind)
async def test_each_row_of_the_truth_table_is_reported(
    case: Case, kind: SubjectKind, bureau: HttpBureau
) -> None:
    number = magic_person(case) if kind is SubjectKind.PERSON else magic_business(case)
    report = await bureau.report_on(a_question(number, kind))
    figures = report.model_dump(mode="json", exclude={"report_no", "issued_on"})
    assert figures == FIGURES[case].written()


@pytest.mark.parametrize("case", UNUSABLE)
async def test_silence_failure_and_garbage_are_no_answer_but_were_asked(
    case: Case, bureau: HttpBureau, book: Book
) -> None:
    with pytest.raises(BureauUnavailable):
        await bureau.report_on(a_question(magic_person(case)))
    assert [line["case"] for line in book.lines] == [case.name.lower()]


async def test_f3_the_same_question_again_is_one_line_and_one_report(
    bureau: HttpBureau, book: Book
) -> None:
    question = a_question(magic_person(Case.CLEAN))
    reports = [await bureau.report_on(question) for _ in range(3)]
    assert reports[0] == reports[1] == reports[2]
    assert len(book.lines) == 1


async def test_the_book_outlives_the_process(book: Book) -> None:
    question, clock, reports = a_question(), FixedClock(), []
    for _ in range(2):
        async with served(bureau_app(QueryBook(book.file), clock, PACE)) as address:
            client = HttpBureau(address)
            reports.append(await client.report_on(question))
            await client.aclose()
        clock.advance(timedelta(days=3))
    assert reports[0] == reports[1]
    assert len(book.lines) == 1


async def test_o1_the_book_holds_nobodys_name_or_number(bureau: HttpBureau, book: Book) -> None:
    question = a_question(magic_person(Case.CLEAN))
    await bureau.report_on(question)
    written = book.text
    assert question.subject.name not in written
    assert question.subject.number not in written
    [line] = book.lines
    assert line["purpose"] == "loan_application"
    assert line["consent"] == CONSENT.text_version


async def test_a_consent_from_the_future_is_none(bureau: HttpBureau, book: Book) -> None:
    question = a_question()
    late = replace(CONSENT, given_at=FixedClock().now() + timedelta(seconds=1))
    with pytest.raises(BureauUnavailable):
        await bureau.report_on(replace(question, consent=late))
    assert book.lines == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b'{"query_id": "bqy_1"}', 422),
        (b" " * (QUESTION_MAX_BYTES + 1), 413),
    ],
)
async def test_no_question_is_refused_and_not_noted(
    sent: bytes, status: int, address: str, book: Book
) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as caller:
        answer = await caller.post("/v1/credit-reports", content=sent)
        ready = await caller.get("/readyz")
    assert answer.status_code == status
    assert ready.status_code == 200
    assert book.lines == []
