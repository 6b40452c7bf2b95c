"""The next step and the application stay true while the offer is carried out elsewhere."""

import pytest

from services.kit.roles import Role
from tests.api.application.disburser import DRAFT_LACKS, TO_SENT, Fulfilment
from tests.api.application.fulfilment.reading import shown
from tests.api.application.intake.applicant import Applicant, Json, path_of
from tests.api.signed_clients import ClientFor, expect


async def step_of(borrower: Applicant, application: Json) -> Json:
    return expect(await borrower.client.get(path_of(application, "next-step")), 200)


async def test_until_a_contract_is_drawn_there_is_none_to_name(
    borrower: Applicant, application: Json
) -> None:
    assert (application["contract_id"], application["payout_status"], application["loan_id"]) == (
        None, None, None,
    )  # fmt: skip
    step = await step_of(borrower, application)
    assert (step["actor"], step["about"], step["call"]) == ("system", None, None)


async def test_the_application_names_contract_payout_and_loan(
    borrower: Applicant, application: Json, fulfilment: Fulfilment, client_for: ClientFor
) -> None:
    await fulfilment.sent()
    sent = await shown(borrower, application)
    assert sent["contract_id"] == fulfilment.contract_id
    assert (sent["payout_status"], sent["loan_id"]) == ("submitted", None)
    await fulfilment.told(fulfilment.payout("settled"))
    await fulfilment.told(fulfilment.loan("active"))
    running = await shown(borrower, application)
    assert (running["payout_status"], running["loan_id"]) == ("settled", fulfilment.loan_id)
    assert running["version"] > sent["version"]
    listed = expect(await borrower.client.get("/v1/applications"), 200)["data"]
    assert listed == [running]
    stranger = client_for(Role.BORROWER)
    assert (await stranger.get(path_of(application))).status_code == 404


async def test_the_applicant_is_led_to_contract_and_account(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.told(fulfilment.contract("draft"))
    step = await step_of(borrower, application)
    assert (step["status"], step["actor"], step["about"]) == (
        "contracting", "borrower", fulfilment.contract_id,
    )  # fmt: skip
    assert [gap["pointer"] for gap in step["missing"]] == [f"/contract/{c}" for c in DRAFT_LACKS]
    about = f"/v1/contracts/{fulfilment.contract_id}"
    assert step["call"] == {
        "operation_id": "post_contract_cost_disclosure_reading",
        "method": "POST",
        "path": f"{about}/cost-disclosure/readings",
        "content_types": [],
        "body_schema": None,
        "headers": [{"name": "Idempotency-Key", "value": None}],
        "query": [],
    }
    left = ["disclosure_confirmation", "signature"]
    await fulfilment.told(fulfilment.contract("draft", missing=left))
    step = await step_of(borrower, application)
    assert step["call"]["path"] == f"{about}/cost-disclosure/confirmations"
    assert [each["name"] for each in step["call"]["headers"]] == ["If-Match", "Idempotency-Key"]
    await fulfilment.told(fulfilment.contract("disclosed", missing=left[1:]))
    step = await step_of(borrower, application)
    assert step["call"]["path"] == f"{about}/signatures"
    await fulfilment.told(fulfilment.contract("signed", missing=["payee_account"]))
    step = await step_of(borrower, application)
    assert (step["status"], step["actor"]) == ("contracted", "borrower")
    assert step["call"] == {
        "operation_id": "post_payee_account",
        "method": "POST",
        "path": "/v1/payee-accounts",
        "content_types": ["application/json"],
        "body_schema": "#/components/schemas/PayeeAccountCreate",
        "headers": [{"name": "Idempotency-Key", "value": None}],
        "query": [],
    }
    await fulfilment.told(fulfilment.contract("signed", missing=["payee_verification"]))
    call = (await step_of(borrower, application))["call"]
    assert call["path"] == "/v1/payee-accounts"
    assert call["query"] == [{"name": "contract_id", "value": fulfilment.contract_id}]


async def test_then_the_lender_acts_and_says_who(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.told(fulfilment.contract("signed", missing=["condition:visit"]))
    step = await step_of(borrower, application)
    assert (step["actor"], step["blocked_because"]) == ("loan_officer", "conditions_open")
    await fulfilment.told(fulfilment.contract("signed"))
    for status, actor in (("conditions_pending", "system"), ("ready", "finance_checker")):
        await fulfilment.told(fulfilment.payout(status))
        assert (await step_of(borrower, application))["actor"] == actor
    for status in ("approved", "submitted", "unknown"):
        await fulfilment.told(fulfilment.payout(status))
        assert (await step_of(borrower, application))["actor"] == "system"


@pytest.mark.parametrize("status", ["failed", "returned"])
async def test_money_that_did_not_arrive_asks_for_another_account(
    borrower: Applicant, application: Json, fulfilment: Fulfilment, status: str
) -> None:
    await (fulfilment.sent() if status == "failed" else fulfilment.running())
    await fulfilment.told(fulfilment.payout(status))
    contract = "signed" if status == "failed" else "effective"
    await fulfilment.told(fulfilment.contract(contract, missing=["payee_account"]))
    step = await step_of(borrower, application)
    assert (step["status"], step["actor"]) == ("disbursing", "borrower")
    assert step["blocked_because"] == f"payout_{status}"
    assert step["call"]["operation_id"] == "post_payee_account"
    await fulfilment.told(fulfilment.contract(contract))
    step = await step_of(borrower, application)
    assert (step["actor"], step["call"]) == ("finance_maker", None)
    assert step["blocked_because"] == f"payout_{status}"
    fulfilment.another_payout()
    for each in TO_SENT:
        await fulfilment.told(fulfilment.payout(each))
    assert (await step_of(borrower, application))["actor"] == "system"


async def test_a_running_loan_says_what_is_due_and_when(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.running()
    step = await step_of(borrower, application)
    assert (step["status"], step["about"]) == ("active", fulfilment.loan_id)
    assert step["due_at"] == "2026-04-11T16:00:00Z"
    assert step["amount"] == {"amount": 353_176, "currency": "CNY"}
    assert step["call"]["path"] == f"/v1/loans/{fulfilment.loan_id}"


async def test_it_speaks_chinese_as_well(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.told(fulfilment.contract("draft"))
    answer = await borrower.client.http.get(
        path_of(application, "next-step"), headers={"Accept-Language": "zh-CN"}
    )
    step = expect(answer, 200)
    assert step["message"] == "请阅读并确认费用披露。"
    assert [gap["message"] for gap in step["missing"]][2:] == [
        "请签署合同。",
        "请提供借款人本人名下的收款账户。",
    ]
