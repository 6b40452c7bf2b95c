"""obtain_report: asked on a consent alone, once, written down, kept for a while, never guessed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from deploy.sandbox.bureau.app import Pace, bureau_app
from deploy.sandbox.bureau.record import QueryBook
from deploy.sandbox.bureau.truth_table import Case
from services.kit.identifiers import typeid_of, uuid_of
from services.underwriting.bureau.entry import (
    Asking,
    Availability,
    BureauBusy,
    Consent,
    Found,
    HttpBureau,
    Subject,
    SubjectKind,
    obtain,
)
from services.underwriting.bureau.repository import REPORT_LIFE
from services.underwriting.bureau.tables import BureauAttemptRow, BureauQueryRow, BureauReportRow
from services.underwriting.bureau.use_cases.obtain_report import ATTEMPTS_MAX
from tests.api.signed_clients import Client, RunningApp, expect
from tests.api.underwriting.telling import path_of, told
from tests.journeys.waiting import eventually
from tests.sandbox_people import magic_person
from tests.serving import served

ASKER = "system:assessment"
CONSENT = Consent("2026-11-a", datetime(2026, 3, 9, 8, tzinfo=UTC))
DEADLINE_S = 1.5


@dataclass(frozen=True)
class Outside:
    """The sandbox bureau's own book: what it was really asked."""

    file: Path

    @property
    def asked(self) -> list[dict[str, Any]]:
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "bureau.jsonl")


@pytest.fixture
async def asking(service: RunningApp, outside: Outside) -> AsyncIterator[Asking]:
    """What the worker asks with: the real adapter, the real database, the sandbox's process."""
    app = bureau_app(
        QueryBook(outside.file), service.clock, Pace(slow_s=0.2, silent_s=DEADLINE_S + 0.5)
    )
    async with served(app) as address:
        bureau = HttpBureau(address, DEADLINE_S)
        yield Asking(service.sessions, bureau, service.clock, service.field_keys)
        await bureau.aclose()


@pytest.fixture
async def place(neighbour: Client) -> tuple[UUID, int]:
    """A case and its first submission."""
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    return uuid_of("case", answer["case_id"]), 1


def somebody(case: Case) -> Subject:
    return Subject(SubjectKind.PERSON, "王小明", magic_person(case))


async def queries_of(asking: Asking, place: tuple[UUID, int]) -> list[BureauQueryRow]:
    async with asking.sessions() as session:
        found = select(BureauQueryRow).where(BureauQueryRow.case_id == place[0])
        return list(await session.scalars(found))


async def outcomes_of(asking: Asking, query: BureauQueryRow) -> list[str]:
    async with asking.sessions() as session:
        found = select(BureauAttemptRow.outcome).where(BureauAttemptRow.query_id == query.query_id)
        return list(await session.scalars(found.order_by(BureauAttemptRow.attempt)))


async def test_without_a_consent_nobody_is_asked(
    asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    found = await obtain(asking, place, somebody(Case.CLEAN), None, ASKER)
    assert found == Found(Availability.NO_CONSENT)
    assert outside.asked == []
    assert await queries_of(asking, place) == []


async def test_a_report_comes_and_what_was_asked_is_written_down(
    asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    found = await obtain(asking, place, somebody(Case.OFTEN_OVERDUE), CONSENT, ASKER)
    assert (found.availability, found.age_days) == (Availability.REPORTED, 0)
    assert found.report is not None
    assert (found.report.consecutive_overdue_max, found.report.overdue_count) == (3, 6)
    [query] = await queries_of(asking, place)
    assert (query.purpose, query.asked_by) == ("loan_application", ASKER)
    assert (query.consent_version, query.consent_given_at) == (
        CONSENT.text_version,
        CONSENT.given_at,
    )
    assert await outcomes_of(asking, query) == ["reported"]
    [line] = outside.asked
    assert line["query_id"] == typeid_of("bqy", query.query_id)
    assert line["consent"] == CONSENT.text_version
    async with asking.sessions() as session:
        kept = await session.get_one(BureauReportRow, query.query_id)
    assert kept.report_no == line["report_no"]


async def test_somebody_unknown_to_the_bureau_has_no_record(
    asking: Asking, place: tuple[UUID, int]
) -> None:
    found = await obtain(asking, place, somebody(Case.THIN), CONSENT, ASKER)
    assert found.availability is Availability.NO_RECORD


async def test_a_report_is_good_for_thirty_days_for_every_case_of_the_same_person(
    asking: Asking,
    place: tuple[UUID, int],
    neighbour: Client,
    outside: Outside,
    service: RunningApp,
) -> None:
    subject = somebody(Case.CLEAN)
    first = await obtain(asking, place, subject, CONSENT, ASKER)
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    second_place = (uuid_of("case", answer["case_id"]), 1)
    service.advance(REPORT_LIFE - timedelta(seconds=1))
    again = await obtain(asking, second_place, subject, CONSENT, ASKER)
    assert (again.report, again.age_days) == (first.report, 29)
    assert len(outside.asked) == 1
    assert await queries_of(asking, second_place) == []
    service.advance(timedelta(seconds=1))
    anew = await obtain(asking, second_place, subject, CONSENT, ASKER)
    assert anew.age_days == 0
    assert len(outside.asked) == 2


async def test_a_kept_report_is_not_used_without_a_consent(
    asking: Asking, place: tuple[UUID, int]
) -> None:
    subject = somebody(Case.CLEAN)
    await obtain(asking, place, subject, CONSENT, ASKER)
    found = await obtain(asking, place, subject, None, ASKER)
    assert found == Found(Availability.NO_CONSENT)


async def test_a_report_on_a_number_is_none_on_somebody_else_who_states_it(
    asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    subject = somebody(Case.CLEAN)
    await obtain(asking, place, subject, CONSENT, ASKER)
    await obtain(asking, place, replace(subject, name="李强"), CONSENT, ASKER)
    assert len(outside.asked) == 2


@pytest.mark.parametrize("case", [Case.SILENT, Case.FAILING, Case.GARBLED])
async def test_a_bureau_without_an_answer_is_asked_again_and_then_given_up(
    case: Case, asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    """Never a report: first patience, growing, then unavailable, which refers to a person."""
    subject, waits = somebody(case), []
    for _ in range(ATTEMPTS_MAX - 1):
        with pytest.raises(BureauBusy) as busy:
            await obtain(asking, place, subject, CONSENT, ASKER)
        waits.append(busy.value.wait_s)
    assert waits == sorted(set(waits))
    for _ in range(2):
        found = await obtain(asking, place, subject, CONSENT, ASKER)
        assert found == Found(Availability.UNAVAILABLE)
    [query] = await queries_of(asking, place)
    assert await outcomes_of(asking, query) == ["unavailable"] * ATTEMPTS_MAX
    assert len(outside.asked) == 1  # one question, asked five times


async def test_f3_a_question_asked_by_two_workers_at_once_is_one(
    asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    subject = somebody(Case.SLOW)
    hands = (obtain(asking, place, subject, CONSENT, ASKER) for _ in range(8))
    found = await asyncio.gather(*hands)
    assert len({each.report for each in found}) == 1
    assert len(outside.asked) == 1
    assert len(await queries_of(asking, place)) == 1


async def _was_asked(outside: Outside) -> bool:
    return outside.asked != []


async def test_f3_a_worker_that_dies_asking_leaves_the_question_to_the_next(
    asking: Asking, place: tuple[UUID, int], outside: Outside
) -> None:
    subject = somebody(Case.SLOW)
    dying = asyncio.create_task(obtain(asking, place, subject, CONSENT, ASKER))
    await eventually(lambda: _was_asked(outside))
    dying.cancel()
    await asyncio.wait([dying])
    assert dying.cancelled()
    [query] = await queries_of(asking, place)
    found = await obtain(asking, place, subject, CONSENT, ASKER)
    assert found.availability is Availability.REPORTED
    assert [line["query_id"] for line in outside.asked] == [typeid_of("bqy", query.query_id)]


async def test_no_transaction_is_open_while_the_bureau_is_asked(
    asking: Asking, place: tuple[UUID, int]
) -> None:
    open_ones: list[int] = []
    watched = replace(asking, bureau=_Watching(asking, open_ones.append))
    await obtain(watched, place, somebody(Case.CLEAN), CONSENT, ASKER)
    assert open_ones == [0]


async def test_o1_reports_lie_sealed_and_questions_without_names(
    asking: Asking, place: tuple[UUID, int]
) -> None:
    subject = somebody(Case.LISTED)
    found = await obtain(asking, place, subject, CONSENT, ASKER)
    assert found.report is not None
    tables = ("bureau_queries", "bureau_attempts", "bureau_reports")
    async with asking.sessions() as session:
        rows = "\n".join(
            [
                line
                for table in tables
                for line in await session.scalars(text(f"SELECT t::text FROM {table} t"))
            ]
        )
    for secret in (subject.name, subject.number, "has_bad_status"):
        assert secret not in rows
        assert secret.encode().hex() not in rows


class _Watching:
    """The bureau, and a look at the pool at the moment it is asked."""

    def __init__(self, asking: Asking, note: Callable[[int], None]) -> None:
        self._asking = asking
        self._note = note

    async def report_on(self, question: Any) -> Any:
        """The report, after counting the connections that are out of the pool."""
        engine = self._asking.sessions.kw["bind"]
        self._note(engine.pool.checkedout())
        return await self._asking.bureau.report_on(question)

    async def aclose(self) -> None:
        """Nothing of its own is open."""
