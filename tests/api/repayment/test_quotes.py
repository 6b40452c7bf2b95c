"""Quotes over HTTP: the golden figures, the conventions named, open to everybody, nothing kept."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from services.kit.roles import Role
from services.loan_engine import ENGINE_VERSION
from tests.api.repayment.asking import POST_QUOTE, QUOTES, a_question, ask
from tests.api.repayment.conftest import TODAY
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.fixed_clock import FixedClock

LEDGERS = ("audit", "outbox", "idempotency_keys")
UPFRONT = {"code": "service", "amount": 200_000, "timing": "disbursement"}


async def test_the_golden_quote_is_answered_to_the_cent(anonymous: Client) -> None:
    quote = expect(await ask(anonymous, a_question()), 200)
    assert quote["instalment"] == {"amount": 888_488, "currency": "CNY"}
    assert quote["rows"][0] == {
        "number": 1,
        "due_on": "2026-02-15",
        "days": 31,
        "principal": 788_488,
        "interest": 100_000,
        "fees": 0,
        "total": 888_488,
        "balance": 9_211_512,
    }
    assert quote["rows"][-1]["total"] == 888_485
    assert quote["totals"] == {
        "principal": 10_000_000,
        "interest": 661_853,
        "fees": 0,
        "paid": 10_661_853,
    }
    assert quote["annual_cost"] == {"simple": "12.00", "compound": "12.68", "basis": "periodic irr"}
    assert quote["engine_version"] == ENGINE_VERSION


async def test_a_fee_at_disbursement_is_in_cost_totals_and_flows(anonymous: Client) -> None:
    quote = expect(await ask(anonymous, a_question(fees=[UPFRONT])), 200)
    assert quote["annual_cost"]["simple"] == "15.85"
    assert quote["annual_cost"]["compound"] == "17.06"
    assert quote["totals"]["fees"] == 200_000
    assert quote["cash_flows"][0] == {"on": "2026-01-15", "amount": 9_800_000}
    assert quote["cash_flows"][1] == {"on": "2026-02-15", "amount": -888_488}
    assert len(quote["cash_flows"]) == 13
    assert -sum(flow["amount"] for flow in quote["cash_flows"]) == 861_853


async def test_who_asks_for_actual_days_gets_them(anonymous: Client) -> None:
    terms = {"method": "interest_only", "day_count": "actual/360"}
    question = a_question(terms, annual_rate="9", disbursed_on="2026-01-20")
    quote = expect(await ask(anonymous, question), 200)
    interest = [row["interest"] for row in quote["rows"]]
    assert interest[:3] == [77_500, 70_000, 77_500]
    assert quote["totals"]["interest"] == 912_500


@pytest.mark.parametrize(
    ("terms", "interest"),
    [
        ({"method": "bullet", "instalments": 1, "every": 90, "unit": "days"}, 180_000),
        (
            {"method": "bullet", "instalments": 90, "unit": "days", "day_count": "actual/365"},
            177_534,
        ),
        ({"method": "bullet", "instalments": 12}, 720_000),
        ({"method": "bullet", "instalments": 4, "unit": "quarters"}, 720_000),
        ({"method": "equal_principal"}, 390_000),
    ],
)
async def test_every_method_answers(
    terms: dict[str, Any], interest: int, anonymous: Client
) -> None:
    quote = expect(await ask(anonymous, a_question(terms, annual_rate="7.2")), 200)
    assert quote["totals"]["interest"] == interest
    assert quote["rows"][-1]["balance"] == 0


async def test_the_month_end_is_remembered(anonymous: Client) -> None:
    quote = expect(await ask(anonymous, a_question(disbursed_on="2026-01-31")), 200)
    due = [row["due_on"] for row in quote["rows"]]
    assert due[:3] == ["2026-02-28", "2026-03-31", "2026-04-30"]
    assert any("day 31" in convention for convention in quote["conventions"])


async def test_an_odd_first_period_is_said_and_costed_by_days(anonymous: Client) -> None:
    quote = expect(await ask(anonymous, a_question({"first_due_on": "2026-03-01"})), 200)
    assert quote["rows"][0]["interest"] == 153_333  # 46 days of 360
    assert quote["annual_cost"]["basis"] == "dated irr"
    assert any("longer or shorter" in convention for convention in quote["conventions"])


async def test_without_a_day_the_loan_is_paid_out_today(anonymous: Client) -> None:
    question = a_question()
    del question["disbursed_on"]
    quote = expect(await ask(anonymous, question), 200)
    assert quote["cash_flows"][0]["on"] == FixedClock(TODAY).today().isoformat()


async def test_the_examples_are_a_question_and_its_answer(anonymous: Client) -> None:
    content = POST_QUOTE.drawn["responses"]["200"]["content"]["application/json"]
    assert expect(await ask(anonymous, POST_QUOTE.body_example), 200) == content["example"]


@pytest.mark.parametrize(
    ("asked", "language", "sentence"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN", "等额本息：每期本金与利息之和相同。"),
        ("en", "en", "Level instalments: principal and interest together are the same each time."),
        ("de", "en", "Level instalments: principal and interest together are the same each time."),
    ],
)
async def test_conventions_are_said_in_the_language_asked_for(
    asked: str, language: str, sentence: str, anonymous: Client
) -> None:
    answer = await ask(anonymous, a_question(), **{"Accept-Language": asked})
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"
    assert answer.json()["conventions"][0] == sentence


async def test_the_same_question_has_the_same_answer(anonymous: Client) -> None:
    first, second = [await ask(anonymous, a_question(fees=[UPFRONT])) for _ in range(2)]
    assert first.content == second.content


@pytest.mark.parametrize("role", Role)
async def test_every_role_may_ask(role: Role, client_for: ClientFor) -> None:
    expect(await ask(client_for(role), a_question()), 200)


async def test_a_quote_keeps_nothing(anonymous: Client, service: RunningApp) -> None:
    before = await _rows(service)
    expect(await ask(anonymous, a_question()), 200)
    expect(await ask(anonymous, a_question(annual_rate="-1")), 422)
    assert await _rows(service) == before


async def test_the_largest_quote_is_answered_whole(anonymous: Client) -> None:
    terms = {
        "method": "equal_principal",
        "instalments": 480,
        "day_count": "actual/365",
        "first_due_on": "2026-02-20",
        "interest_per": "day",
    }
    fees = [{"code": "service", "amount": 99, "timing": "instalment"}] * 20
    question = a_question(terms, annual_rate="99.9999", disbursed_on="2026-01-31", fees=fees)
    question["principal"]["amount"] = 10**10
    quote = expect(await ask(anonymous, question), 200)
    assert len(quote["rows"]) == 480


async def test_without_a_token_nobody_is_answered(anonymous: Client) -> None:
    """The gateway introduces even strangers; who comes round it is refused."""
    answer = await anonymous.http.post(QUOTES, json=a_question(), auth=httpx.Auth())
    assert answer.status_code == 401


def test_the_operation_is_open_and_takes_no_key() -> None:
    assert POST_QUOTE.scope is None
    assert POST_QUOTE.drawn["x-idempotency"] is False
    assert POST_QUOTE.drawn["x-rate-class"] == "standard"


async def _rows(service: RunningApp) -> list[int]:
    async with service.sessions() as session:
        return [
            int(await session.scalar(text(f"SELECT count(*) FROM {ledger}")) or 0)
            for ledger in LEDGERS
        ]
