"""F1, F2, F3: application and underwriting are struck at a failpoint; each step is taken once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from deploy.sandbox.bureau.app import Pace, bureau_app
from deploy.sandbox.bureau.record import QueryBook
from services.application.failpoints import ApplicationPoint
from services.application.offers.use_cases.expire_offers import expire_offers
from services.kit.clock import SystemClock
from services.kit.failpoints import Deed, Failpoint, KitPoint
from services.underwriting.bureau.entry import BureauBusy, HttpBureau
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.cases.use_cases.close_overdue_requests import close_overdue_requests
from services.underwriting.failpoints import UnderwritingPoint
from tests.api.application.intake.applicant import path_of
from tests.api.signed_clients import expect
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.contracts.life import UNTOLD, begun, drafted
from tests.contracts.pair import NOW, Pair
from tests.fixed_clock import FixedClock
from tests.journeys.waiting import eventually
from tests.serving import served
from tests.striking import DEEDS, Strike, striking

DECIDED = "SELECT 1 FROM decisions WHERE case_id = :id"
ASKED = "SELECT 1 FROM bureau_queries WHERE case_id = :id"


@dataclass(frozen=True)
class Bed:
    """The pair, and a bureau on a port with its own book."""

    pair: Pair
    desk: Desk
    book: Path


@pytest.fixture
async def bed(pair: Pair, tmp_path: Path) -> AsyncIterator[Bed]:
    """What every scenario needs."""
    book = tmp_path / "bureau.jsonl"
    async with served(bureau_app(QueryBook(book), SystemClock(), Pace())) as address:
        bureau = HttpBureau(address)
        yield Bed(pair, replace(pair.desk, bureau=bureau), book)
        await bureau.aclose()


async def told(bed: Bed, strike: Strike) -> None:
    """An application underwriting is to hear of."""
    life = await begun(bed.pair)
    await strike(bed.pair.tell)

    async def is_heard() -> bool:
        await bed.pair.tell()
        return await life.find_case() is not None

    await eventually(is_heard)
    assert await life.topics("application") == ["application.submitted", "application.accepted"]
    cases = "SELECT 1 FROM cases WHERE application_id = :id"
    assert len(await bed.pair.rows("underwriting", cases, id=life.id)) == 1


async def answered(bed: Bed, strike: Strike) -> None:
    """A submission whose borrower gets no answer, and sends it again."""
    life = await drafted(bed.pair)

    async def submit() -> httpx.Response:
        path, version = path_of(life.application, "submissions"), life.application["version"]
        return await life.borrower.client.post(path, key="once", version=version)

    await strike(submit)
    again = await submit()
    assert again.headers["idempotent-replayed"] == "true"
    assert expect(again, 201)["status"] == "accepted"
    assert await life.topics("application") == ["application.submitted", "application.accepted"]


async def assessed(bed: Bed, strike: Strike) -> None:
    """A case on its way to a decision: one question, one decision."""
    life = await begun(bed.pair)
    await bed.pair.tell()
    case_id, _ = await life.case()
    await strike(lambda: assess_case(case_id, bed.desk))
    await assess_case(case_id, bed.desk)
    await assess_case(case_id, bed.desk)
    assert len(await bed.pair.rows("underwriting", DECIDED, id=case_id)) == 1
    assert len(await bed.pair.rows("underwriting", ASKED, id=case_id)) == 1
    assert len({*bed.book.read_text(encoding="utf-8").splitlines()}) == 1


async def assessed_late(bed: Bed, strike: Strike) -> None:
    """A bureau that fails once: its failure is counted once, and the question stays the same."""
    life = await begun(bed.pair)
    await bed.pair.tell()
    case_id, _ = await life.case()
    bureau = FakeBureau(report=None)
    desk = replace(bed.desk, bureau=bureau)
    await strike(lambda: assess_case(case_id, desk))
    with pytest.raises(BureauBusy):
        await assess_case(case_id, desk)
    await assess_case(case_id, bed.desk)
    assert len({question.query_id for question in bureau.asked}) == 1
    tried = (
        "SELECT outcome FROM bureau_attempts JOIN bureau_queries USING (query_id)"
        " WHERE case_id = :id"
    )
    outcomes = [row["outcome"] for row in await bed.pair.rows("underwriting", tried, id=case_id)]
    assert outcomes.count("unavailable") == 2
    assert len(await bed.pair.rows("underwriting", DECIDED, id=case_id)) == 1


async def lapsed(bed: Bed, strike: Strike) -> None:
    """Two offers nobody accepted."""
    lives = [await begun(bed.pair) for _ in range(2)]
    await bed.pair.tell()
    for life in lives:
        await life.assessed()
    await bed.pair.tell()
    later = FixedClock(NOW + timedelta(days=60))
    sessions = bed.pair.application.sessions
    await strike(lambda: expire_offers(sessions, later))
    await expire_offers(sessions, later)
    for life in lives:
        assert (await life.topics("application")).count("application.offer_expired") == 1


async def brought_back(bed: Bed, strike: Strike) -> None:
    """Two questions nobody answered."""
    lives = [await begun(bed.pair, financials=UNTOLD) for _ in range(2)]
    await bed.pair.tell()
    for life in lives:
        await life.assessed()
        await life.asked()
    later = FixedClock(NOW + timedelta(days=60))
    sessions = bed.pair.underwriting.sessions
    await strike(lambda: close_overdue_requests(sessions, later))
    await close_overdue_requests(sessions, later)
    for life in lives:
        assert (await life.case())[1] == "manual"
        assert (await life.topics("underwriting")).count("case.information_closed") == 1


POINT = UnderwritingPoint
SCENARIOS: dict[Failpoint, Callable[[Bed, Strike], Awaitable[None]]] = {
    KitPoint.NEIGHBOUR_NEXT: told,
    KitPoint.NEIGHBOUR_ANSWERED: told,
    KitPoint.REPLY_DUE: answered,
    POINT.CASE_BEGUN: assessed,
    POINT.QUESTION_KEPT: assessed,
    POINT.BUREAU_NEXT: assessed,
    POINT.BUREAU_ANSWERED: assessed,
    POINT.REPORT_RECEIVED: assessed,
    POINT.REPORT_KEPT: assessed,
    POINT.CASE_CONCLUDED: assessed,
    POINT.FAILURE_COUNTED: assessed_late,
    POINT.CASE_BACK: brought_back,
    ApplicationPoint.OFFER_EXPIRED: lapsed,
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", SCENARIOS, ids=lambda point: point.title)
async def test_f1_f2_f3_what_is_struck_is_made_up_for(
    point: Failpoint, deed: Deed, bed: Bed
) -> None:
    await SCENARIOS[point](bed, striking(point, deed))
