"""The machine's own way: from the queue to an answer, once, whatever is repeated or cut short."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.kit.ledgers import outbox
from services.underwriting.bureau.entry import BureauBusy
from services.underwriting.bureau.use_cases.obtain_report import ATTEMPTS_MAX
from services.underwriting.cases.tables import CaseHappeningRow, CaseRow
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.exposure.tables import ReservationRow
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.underwriting.bureau_of_tests import CLEAN, FakeBureau
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.telling import Told, another, path_of, told, withdrawal, yuan


async def case_of(service: RunningApp, case_id: UUID) -> CaseRow:
    async with service.sessions() as session:
        return await session.get_one(CaseRow, case_id)


async def decisions_of(service: RunningApp, case_id: UUID) -> list[DecisionRow]:
    async with service.sessions() as session:
        found = await session.scalars(select(DecisionRow).where(DecisionRow.case_id == case_id))
        return list(found)


async def topics_of(service: RunningApp, case_id: UUID) -> list[str]:
    async with service.sessions() as session:
        found = await session.scalars(
            select(outbox.c.topic)
            .where(outbox.c.aggregate_id == case_id)
            .order_by(outbox.c.sequence)
        )
        return list(found)


async def reserved(service: RunningApp, case_id: UUID) -> int:
    async with service.sessions() as session:
        held = await session.scalar(
            select(func.sum(ReservationRow.amount_minor)).where(
                ReservationRow.case_id == case_id, ReservationRow.status == "reserved"
            )
        )
        return int(held or 0)


def overdue() -> dict[str, Any]:
    return CLEAN | {"current_overdue_count": 2, "overdue_count": 9, "consecutive_overdue_max": 4}


async def test_a_good_application_is_approved_by_the_machine(
    service: RunningApp, assessed: Assess
) -> None:
    case_id = await assessed(told())
    row = await case_of(service, case_id)
    (decision,) = await decisions_of(service, case_id)
    assert row.status == "auto_approved", (decision.reasons, decision.answer)
    assert decision.outcome == "approved"
    assert decision.amount_minor == 3_000_000
    assert row.decision_id == decision.decision_id
    assert await topics_of(service, case_id) == ["case.started", "decision.approved"]
    assert await reserved(service, case_id) == 3_000_000


async def test_a_bad_record_is_declined_with_reasons(
    service: RunningApp, assessed: Assess, bureau: FakeBureau
) -> None:
    bureau.report = overdue()
    case_id = await assessed(told())
    (decision,) = await decisions_of(service, case_id)
    assert (await case_of(service, case_id)).status == "auto_declined"
    assert decision.reasons
    assert all(set(reason) == {"code", "en", "zh"} for reason in decision.reasons)
    assert await topics_of(service, case_id) == ["case.started", "decision.declined"]
    assert await reserved(service, case_id) == 0


async def test_missing_finances_refer_and_never_approve(
    service: RunningApp, assessed: Assess
) -> None:
    case_id = await assessed(told(financials=None))
    row = await case_of(service, case_id)
    assert row.status == "manual"
    assert row.sla_due_at is not None
    assert await topics_of(service, case_id) == ["case.started"]


async def test_without_a_consent_the_bureau_is_not_asked_and_a_person_decides(
    service: RunningApp, assessed: Assess, bureau: FakeBureau
) -> None:
    case_id = await assessed(told(consents=[]))
    assert bureau.asked == []
    assert (await case_of(service, case_id)).status == "manual"


async def test_nobody_is_asked_about_on_anothers_consent(
    service: RunningApp, assessed: Assess, bureau: FakeBureau
) -> None:
    agreed, product = told()["consents"], {"customer_types": ["enterprise"]}
    first, second, third = (as_a_business(told(), "enterprise") for _ in range(3))
    for business in (first, third):
        business["person"]["consents"] = agreed
    await assessed(told(product=product, party=first))
    assert [each.subject.kind.value for each in bureau.asked] == ["business", "person"]
    bureau.asked.clear()
    case_id = await assessed(told(product=product, party=second))
    assert [each for each in bureau.asked if each.subject.kind.value == "person"] == []
    (decision,) = await decisions_of(service, case_id)
    assert "bureau_report_missing" in str(decision.answer)
    assert (await case_of(service, case_id)).status == "manual"
    bureau.asked.clear()
    await assessed(told(product=product, party=third, consents=[]))
    assert [each.subject.kind.value for each in bureau.asked] == ["person"]


async def test_a_silent_bureau_puts_off_then_refers(
    service: RunningApp, neighbour: Client, desk: Desk, bureau: FakeBureau
) -> None:
    bureau.report = None
    submission = told()
    expect(await neighbour.put(path_of(submission), submission), 200)
    async with service.sessions() as session:
        owner = submission["application"]["owner"]
        row = (await session.scalars(select(CaseRow).where(CaseRow.owner == owner))).one()
    for _ in range(ATTEMPTS_MAX - 1):
        with pytest.raises(BureauBusy):
            await assess_case(row.case_id, desk)
    await assess_case(row.case_id, desk)
    assert (await case_of(service, row.case_id)).status == "manual"
    assert len({question.query_id for question in bureau.asked}) == 1


async def test_f1_assessing_again_decides_and_tells_once(
    service: RunningApp, assessed: Assess, desk: Desk
) -> None:
    case_id = await assessed(told())
    await asyncio.gather(*(assess_case(case_id, desk) for _ in range(5)))
    assert len(await decisions_of(service, case_id)) == 1
    assert await topics_of(service, case_id) == ["case.started", "decision.approved"]


async def test_f1_ten_workers_at_once_decide_once(
    service: RunningApp, neighbour: Client, desk: Desk
) -> None:
    submission = told()
    expect(await neighbour.put(path_of(submission), submission), 200)
    async with service.sessions() as session:
        owner = submission["application"]["owner"]
        row = (await session.scalars(select(CaseRow).where(CaseRow.owner == owner))).one()
    await asyncio.gather(*(assess_case(row.case_id, desk) for _ in range(10)))
    assert len(await decisions_of(service, row.case_id)) == 1
    assert await topics_of(service, row.case_id) == ["case.started", "decision.approved"]


async def test_f1_a_death_between_the_bureau_and_the_decision_is_made_good(
    service: RunningApp, neighbour: Client, desk: Desk, bureau: FakeBureau
) -> None:
    submission = told()
    expect(await neighbour.put(path_of(submission), submission), 200)
    async with service.sessions() as session:
        owner = submission["application"]["owner"]
        row = (await session.scalars(select(CaseRow).where(CaseRow.owner == owner))).one()
    bureau.report = None
    with pytest.raises(BureauBusy):
        await assess_case(row.case_id, desk)
    assert (await case_of(service, row.case_id)).status == "checking"
    bureau.report = dict(CLEAN)
    await assess_case(row.case_id, desk)
    assert (await case_of(service, row.case_id)).status == "auto_approved"


async def test_c8_a_withdrawal_and_a_decision_at_once_leave_no_promise(
    service: RunningApp, neighbour: Client, desk: Desk
) -> None:
    for _ in range(10):
        submission = told()
        path = path_of(submission)
        answer = expect(await neighbour.put(path, submission), 200)
        async with service.sessions() as session:
            owner = submission["application"]["owner"]
            row = (await session.scalars(select(CaseRow).where(CaseRow.owner == owner))).one()
        assert answer["status"] == "queued"
        closed, _ = await asyncio.gather(
            neighbour.put(path, withdrawal(5, 3)), assess_case(row.case_id, desk)
        )
        expect(closed, 200)
        assert (await case_of(service, row.case_id)).status == "closed"
        assert await reserved(service, row.case_id) == 0


def as_a_business(submission: Told, customer_type: str) -> Told:
    """The business that the borrower of `submission` stands for."""
    person = submission["party"]
    kept = ("name", "identity_number", "birth_on", "mobile", "address", "identity_valid_to")
    return {
        "kind": "business",
        "customer_type": customer_type,
        "identity_number": None,
        "person": {"id": person["id"], **{name: person[name] for name in kept}},
        "business": {
            "id": another("party"),
            "name": "示例便利店",
            "credit_code": "91310000MA1FL00B7P",
            "established_on": "2020-05-01",
            "industry_code": "F5212",
            "employees": 2,
            "premises": "rented",
        },
    }


async def test_a_second_application_of_the_same_borrower_goes_to_a_person(
    service: RunningApp, assessed: Assess
) -> None:
    first = told()
    await assessed(first)
    second = told(party={"identity_number": first["party"]["identity_number"]})
    case_id = await assessed(second)
    assert (await case_of(service, case_id)).status == "manual"


@pytest.mark.parametrize(
    ("loan_status", "case_status"),
    [
        ("active", "manual"),
        ("pending", "manual"),
        ("settled", "auto_approved"),
        ("written_off", "manual"),
        ("sold", "manual"),
    ],
)
async def test_a_former_borrower_is_decided_on_by_the_machine_once_the_loan_is_repaid(
    service: RunningApp,
    assessed: Assess,
    client_for: ClientFor,
    loan_status: str,
    case_status: str,
) -> None:
    first = told()
    await assessed(first)
    party_id = first["party"]["id"]
    loan = {
        "sequence": 1,
        "after": 0,
        "loan_id": another("loan"),
        "application_id": first["application"]["id"],
        "party_id": party_id,
        "outstanding": yuan(0),
        "days_past_due": 0,
        "status": loan_status,
    }
    repayment = client_for(subject="system:relay", signer="repayment")
    expect(await repayment.put(f"/internal/v1/exposures/{party_id}", loan), 200)
    owner = {"owner": first["application"]["owner"]}
    case_id = await assessed(told(application=owner, party=first["party"]))
    assert (await case_of(service, case_id)).status == case_status


async def test_a_sole_trader_is_one_borrower_however_registered(
    service: RunningApp, assessed: Assess
) -> None:
    as_person = told()
    first = await assessed(as_person)
    second = await assessed(told(party=as_a_business(as_person, "sole_trader")))
    assert (await case_of(service, second)).status == "manual"
    business = as_a_business(as_person, "startup")
    licensed = business["business"] | {"credit_code": "92310000MA1FL00B7L"}
    product = {"customer_types": ["sole_trader", "startup"]}
    third = await assessed(told(product=product, party=business | {"business": licensed}))
    assert (await case_of(service, third)).status == "manual"
    company = await assessed(told(party=business))
    cases = [await case_of(service, each) for each in (first, second, third, company)]
    indexes = [each.borrower_index for each in cases]
    assert indexes[0] == indexes[1] == indexes[2] != indexes[3]


async def test_the_history_says_each_step_once(service: RunningApp, assessed: Assess) -> None:
    case_id = await assessed(told())
    async with service.sessions() as session:
        found = await session.scalars(
            select(CaseHappeningRow.to_status)
            .where(CaseHappeningRow.case_id == case_id)
            .order_by(CaseHappeningRow.number)
        )
        assert list(found) == ["queued", "checking", "scored", "auto_approved"]
