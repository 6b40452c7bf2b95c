"""Underwriting's client against application's own app: every kind of message it sends."""

from datetime import timedelta
from typing import Any

from services.kit.deliveries import Delivery, DeliveryOutcome
from services.underwriting.cases.use_cases.close_overdue_requests import close_overdue_requests
from tests.api.application.intake.applicant import path_of, yuan
from tests.api.signed_clients import expect
from tests.api.underwriting.officers import QUESTION, REFUSAL
from tests.contracts.life import CREATED, UNTOLD, Life, begun
from tests.contracts.messages import message_of, messages_of
from tests.contracts.pair import NOW, Pair
from tests.fixed_clock import FixedClock

DELIVERED = Delivery(DeliveryOutcome.DELIVERED, 200)
CONDITION = {"code": "visit", "en": "The premises are visited", "zh": "走访经营场所"}


async def told(life: Life, topic: str) -> Delivery:
    """What comes of telling application of the latest event under this topic."""
    return await life.pair.to_application.deliver(await message_of(life, "underwriting", topic))


async def examined(pair: Pair, **wishes: Any) -> Life:
    """An application that underwriting has looked at; nothing was told back yet."""
    life = await begun(pair, **wishes)
    await pair.to_underwriting.deliver(
        await message_of(life, "application", "application.accepted")
    )
    await life.assessed()
    return life


async def test_a_case_that_is_begun_puts_the_application_into_underwriting(pair: Pair) -> None:
    life = await examined(pair)
    assert await told(life, "case.started") == DELIVERED
    assert (await life.now())["status"] == "underwriting"


async def test_a_machines_yes_is_an_offer_on_its_terms(pair: Pair) -> None:
    life = await examined(pair)
    assert await told(life, "case.started") == DELIVERED
    assert await told(life, "decision.approved") == DELIVERED
    offer = await life.offer()
    assert (offer["amount"], offer["term_months"]) == (yuan(40_000), 12)
    assert offer["valid_until"] == "2026-12-08"


async def test_two_peoples_yes_is_an_offer_with_its_conditions(pair: Pair) -> None:
    life = await examined(pair, financials=UNTOLD)
    bench = await life.bench()
    await bench.recommended(conditions=[CONDITION], override_reason="流水核实")
    while (await bench.read())["status"] == "recommended":
        another = await life.bench()
        assert (await bench.step(another.approver, "approvals")).status_code == CREATED
    assert await told(life, "case.started") == DELIVERED
    assert await told(life, "decision.approved") == DELIVERED
    assert (await life.offer())["conditions"] == [CONDITION]


async def test_a_no_is_told_with_its_reasons(pair: Pair) -> None:
    life = await examined(pair, financials=UNTOLD)
    bench = await life.bench()
    await bench.claimed()
    assert (await bench.step(bench.underwriter, "refusals", REFUSAL)).status_code == CREATED
    assert await told(life, "case.started") == DELIVERED
    assert await told(life, "decision.declined") == DELIVERED
    path = path_of(life.application, "decision")
    decision = expect(await life.borrower.client.get(path), 200)
    assert [reason["code"] for reason in decision["reasons"]] == REFUSAL["reasons"]


async def test_a_question_reaches_the_borrower_and_is_taken_back(pair: Pair) -> None:
    life = await examined(pair, financials=UNTOLD)
    await life.asked()
    assert await told(life, "case.started") == DELIVERED
    assert await told(life, "case.information_requested") == DELIVERED
    assert (await life.now())["status"] == "information_requested"
    path = path_of(life.application, "information-requests")
    (shown,) = expect(await life.borrower.client.get(path), 200)["data"]
    assert {name: shown[name] for name in QUESTION} == QUESTION
    later = FixedClock(NOW)
    later.advance(timedelta(days=30))
    await close_overdue_requests(pair.underwriting.sessions, later)
    assert await told(life, "case.information_closed") == DELIVERED
    assert (await life.now())["status"] == "underwriting"


async def test_what_comes_too_early_is_to_be_told_again(pair: Pair) -> None:
    life = await examined(pair)
    started, decided = await messages_of(life, "underwriting")
    early = await pair.to_application.deliver(decided)
    assert early == Delivery(DeliveryOutcome.FAILED, 409, "sequence_gap")
    for message in (started, decided, started, decided):
        assert await pair.to_application.deliver(message) == DELIVERED
    assert (await life.now())["status"] == "approved"


async def test_what_is_decided_of_an_application_that_left_is_taken_and_changes_nothing(
    pair: Pair,
) -> None:
    life = await examined(pair)
    await life.withdrawn()
    assert await told(life, "case.started") == DELIVERED
    assert await told(life, "decision.approved") == DELIVERED
    assert (await life.now())["status"] == "withdrawn"
