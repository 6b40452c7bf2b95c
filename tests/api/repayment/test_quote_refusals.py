"""What is no loan is refused at its field, and what is not supported is never ignored."""

from typing import Any

import httpx
import pytest

from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import Request
from tests.api.matrix.spoiling import not_refused
from tests.api.repayment.asking import POST_QUOTE, QUOTES, a_question, ask, pointers
from tests.api.signed_clients import Client

NOT_WHOLE = ("true", '"10"', "1.0", "1e3", "10.5", "NaN", "1e400", "-1", "0", "[1]", "{}", "null")
NOT_TEXT = ("1", "true", '""', '"１２"', r'"a\u0000b"', r'"\ud800"', "[]", "{}")
FIELDS = leaves(POST_QUOTE)


def test_the_fields_to_spoil_are_all_there() -> None:
    assert {leaf.pointer for leaf in FIELDS} >= {
        *("/principal/amount", "/principal/currency", "/annual_rate", "/disbursed_on"),
        *("/terms/method", "/terms/instalments", "/terms/every", "/terms/unit"),
        *("/terms/first_due_on", "/terms/day_count", "/terms/interest_per", "/terms/rounding"),
        *("/fees/0/code", "/fees/0/amount", "/fees/0/timing"),
    }


@pytest.mark.parametrize("leaf", FIELDS, ids=lambda leaf: leaf.pointer)
async def test_a_spoiled_field_is_refused_where_it_is(leaf: Any, anonymous: Client) -> None:
    async def send(operation: Operation, content: bytes) -> httpx.Response:
        return await Request(operation, {}, content).send(anonymous.http)

    literals = NOT_WHOLE if leaf.is_integer else NOT_TEXT
    assert await not_refused(send, leaf, literals) == []


@pytest.mark.parametrize(
    "member",
    [
        *("instalment_multiple", "residual", "smoothing", "grace", "down_payment_percent"),
        *("business_days", "principal_plan", "anything"),
    ],
)
async def test_terms_not_supported_yet_are_refused(member: str, anonymous: Client) -> None:
    found = await pointers(anonymous, a_question({member: 1}))
    assert found == [(f"/terms/{member}", "extra_forbidden")]


@pytest.mark.parametrize("member", ["tranches", "rate_changes", "product", "status"])
async def test_members_not_supported_yet_are_refused(member: str, anonymous: Client) -> None:
    assert await pointers(anonymous, a_question() | {member: []}) == [
        (f"/{member}", "extra_forbidden")
    ]


@pytest.mark.parametrize(
    ("terms", "pointer"),
    [
        ({"method": "flat"}, "/terms/method"),
        ({"method": "custom"}, "/terms/method"),
        ({"method": "stepped"}, "/terms/method"),
        ({"day_count": "30E/360"}, "/terms/day_count"),
        ({"day_count": "actual/actual"}, "/terms/day_count"),
        ({"unit": "years"}, "/terms/unit"),
        ({"rounding": "down"}, "/terms/rounding"),
        ({"interest_per": "month"}, "/terms/interest_per"),
    ],
)
async def test_kinds_not_supported_yet_are_refused_naming_the_others(
    terms: dict[str, Any], pointer: str, anonymous: Client
) -> None:
    answer = await ask(anonymous, a_question(terms))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, pointer, "enum")
    assert "must be one of" in error["message"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"annual_rate": "100.0001"}, ("/annual_rate", "rate_too_high")),
        ({"annual_rate": "12.00001"}, ("/annual_rate", "malformed_rate")),
        ({"annual_rate": "-1"}, ("/annual_rate", "malformed_rate")),
        ({"annual_rate": 12}, ("/annual_rate", "string_type")),
        ({"disbursed_on": "2026-02-30"}, ("/disbursed_on", "malformed_date")),
        (
            {"principal": {"amount": 10**10 + 1, "currency": "CNY"}},
            ("/principal/amount", "less_than_equal"),
        ),
        (
            {"principal": {"amount": 1, "currency": "XYZ"}},
            ("/principal/currency", "unknown_currency"),
        ),
        (
            {"fees": [{"code": "service", "amount": 1, "timing": "event"}]},
            ("/fees/0/timing", "enum"),
        ),
        (
            {"fees": [{"code": "service", "amount": 1, "timing": "maturity"}] * 21},
            ("/fees", "too_long"),
        ),
        (
            {"fees": [{"code": "service", "amount": 10**7, "timing": "disbursement"}]},
            ("/fees", "fees_reach_principal"),
        ),
        (
            {"fees": [{"code": "service", "amount": 9_999_999, "timing": "disbursement"}]},
            ("/fees", "annual_cost_too_high"),
        ),
    ],
)
async def test_a_loan_beyond_the_limits_is_refused(
    changes: dict[str, Any], expected: tuple[str, str], anonymous: Client
) -> None:
    assert await pointers(anonymous, a_question(**changes)) == [expected]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"instalments": 481}, ("/terms/instalments", "less_than_equal")),
        ({"every": 1001}, ("/terms/every", "less_than_equal")),
        ({"first_due_on": "2026-01-15"}, ("/terms/first_due_on", "first_due_too_early")),
        ({"instalments": 480, "every": 2}, ("/terms/instalments", "term_too_long")),
        (
            {"instalments": 480, "every": 1000, "unit": "quarters"},
            ("/terms/instalments", "term_too_long"),
        ),
        (
            {"instalments": 60, "first_due_on": "2028-01-15"},
            ("/terms/first_due_on", "instalment_below_interest"),
        ),
    ],
)
async def test_terms_beyond_the_limits_are_refused(
    terms: dict[str, Any], expected: tuple[str, str], anonymous: Client
) -> None:
    assert await pointers(anonymous, a_question(terms, annual_rate="36")) == [expected]


async def test_an_amount_too_small_to_divide_is_refused(anonymous: Client) -> None:
    question = a_question(principal={"amount": 8, "currency": "CNY"}, annual_rate="0")
    assert await pointers(anonymous, question) == [("/terms/instalments", "residue_too_large")]


@pytest.mark.parametrize("missing", ["principal", "annual_rate", "terms"])
async def test_what_is_required_is_asked_for(missing: str, anonymous: Client) -> None:
    question = a_question()
    del question[missing]
    assert await pointers(anonymous, question) == [(f"/{missing}", "missing")]


async def test_refusals_are_said_in_the_language_asked_for(anonymous: Client) -> None:
    question = a_question({"first_due_on": "2026-01-14"})
    answer = await ask(anonymous, question, **{"Accept-Language": "zh"})
    assert answer.json()["errors"][0]["message"] == "必须晚于放款日"


async def test_a_query_is_refused(anonymous: Client) -> None:
    answer = await anonymous.http.post(QUOTES, json=a_question(), params={"currency": "USD"})
    assert answer.status_code == 400
