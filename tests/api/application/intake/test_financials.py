"""What the borrower says of its means: optional, exact, in the product's currency, and kept."""

from typing import Any

import pytest

from tests.api.application.intake.applicant import Applicant, Json, path_of, told, yuan
from tests.api.application.intake.ledgers import audit_rows
from tests.api.signed_clients import Client, RunningApp, expect, refused

SAID = {
    "monthly_income": yuan(20_000),
    "monthly_sales": yuan(60_000),
    "monthly_costs": yuan(38_000),
    "monthly_household_costs": yuan(6_000),
    "existing_monthly_debt_service": yuan(0),
    "existing_debt": yuan(0),
    "years_in_trade": 4,
}
NOT_SAID = dict.fromkeys(SAID)


async def amended(applicant: Applicant, draft: Json, financials: Any) -> Json:
    body = {"financials": financials}
    return expect(await applicant.client.patch(path_of(draft), body, version=draft["version"]), 200)


async def test_means_are_kept_to_the_cent_and_shown(borrower: Applicant, officer: Client) -> None:
    odd = SAID | {"monthly_sales": {"amount": 6_000_001, "currency": "CNY"}}
    draft = await borrower.draft(financials=odd)
    assert draft["financials"] == odd
    for reader in (borrower.client, officer):
        assert expect(await reader.get(path_of(draft)), 200)["financials"] == odd


async def test_nothing_said_is_null_and_keeps_nobody_from_submitting(borrower: Applicant) -> None:
    draft = await borrower.complete_draft()
    assert draft["financials"] is None
    expect(await borrower.submit(draft), 201)


async def test_members_change_one_by_one_and_null_takes_one_back(borrower: Applicant) -> None:
    draft = await borrower.draft(financials={"monthly_income": yuan(20_000)})
    draft = await amended(borrower, draft, {"existing_debt": yuan(0), "years_in_trade": 0})
    assert draft["financials"] == NOT_SAID | {
        "monthly_income": yuan(20_000), "existing_debt": yuan(0), "years_in_trade": 0,
    }  # fmt: skip
    draft = await amended(borrower, draft, {"monthly_income": None})
    assert draft["financials"]["monthly_income"] is None
    draft = await amended(borrower, draft, None)
    assert draft["financials"] is None


BAD: list[tuple[Any, tuple[str, str]]] = [
    ({"monthly_income": yuan(-1)}, ("/financials/monthly_income/amount", "greater_than_equal")),
    ({"existing_debt": {"amount": 1.5, "currency": "CNY"}},
     ("/financials/existing_debt/amount", "int_type")),
    ({"monthly_sales": {"amount": 1, "currency": "USD"}},
     ("/financials/monthly_sales/currency", "currency_not_offered")),
    ({"monthly_sales": {"amount": 1, "currency": "ABC"}},
     ("/financials/monthly_sales/currency", "unknown_currency")),
    ({"years_in_trade": 81}, ("/financials/years_in_trade", "less_than_equal")),
    ({"years_in_trade": -1}, ("/financials/years_in_trade", "greater_than_equal")),
    ({"wealth": yuan(1)}, ("/financials/wealth", "extra_forbidden")),
]  # fmt: skip


@pytest.mark.parametrize(("financials", "place"), BAD)
async def test_each_wrong_member_is_refused_at_its_place(
    borrower: Applicant, financials: Json, place: tuple[str, str]
) -> None:
    draft = await borrower.draft(financials=SAID)
    answers = (
        await borrower.begin(financials=financials),
        await borrower.client.patch(path_of(draft), {"financials": financials}, version=1),
    )
    for answer in answers:
        (pointed,) = told(refused(answer, 422, "validation_failed"))
        assert pointed == place
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft


async def test_the_audit_keeps_what_was_said_before_and_after(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.draft(financials={"monthly_income": yuan(20_000)})
    await amended(borrower, draft, {"monthly_income": yuan(90_000)})
    begun, changed = await audit_rows(service, draft)
    assert begun.after["monthly_income_minor"] == 2_000_000
    assert (changed.before["monthly_income_minor"], changed.after["monthly_income_minor"]) == (
        2_000_000, 9_000_000,
    )  # fmt: skip


async def test_means_change_in_the_applicants_turn_only(borrower: Applicant) -> None:
    submitted = await borrower.submitted(financials=SAID)
    body = {"financials": {"monthly_income": yuan(90_000)}}
    answer = await borrower.client.patch(path_of(submitted), body, version=submitted["version"])
    refused(answer, 409, "application_not_editable")
