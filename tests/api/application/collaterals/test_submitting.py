"""An application of a secured product waits for its property, and says so."""

from tests.api.application.intake.applicant import SECURED, Applicant, Json, path_of, told
from tests.api.application.intake.test_next_step import step_of, take
from tests.api.signed_clients import expect, refused


async def test_it_is_not_submitted_without(borrower: Applicant, draft: Json) -> None:
    await borrower.consent()
    await borrower.upload_all(draft)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/collaterals", "collateral_missing")]
    step = await step_of(borrower.client, draft)
    assert (step["actor"], step["blocked_because"]) == ("borrower", "incomplete")
    assert [gap["pointer"] for gap in step["missing"]] == ["/collaterals"]
    assert step["call"] == {
        "operation_id": "post_collateral",
        "method": "POST",
        "path": path_of(draft, "collaterals"),
        "content_types": ["application/json"],
        "body_schema": "#/components/schemas/CollateralCreate",
        "headers": [{"name": "Idempotency-Key", "value": None}],
        "query": [],
    }
    await borrower.offered(draft)
    assert expect(await borrower.submit(draft), 201)["status"] == "submitted"


async def test_a_client_that_only_follows_next_steps_offers_property_before_papers(
    borrower: Applicant,
) -> None:
    body = {"product_code": SECURED, "party_id": borrower.party_id, "channel": "app"}
    application = expect(await borrower.client.post("/v1/applications", body), 201)
    taken = []
    while (step := await step_of(borrower.client, application))["actor"] == "borrower":
        taken.append(step["call"]["operation_id"])
        await take(borrower, step)
        assert len(taken) < 30
    assert taken[:3] == ["patch_application", "post_collateral", "put_material_content"]
    assert taken[-4:] == [*["post_consent"] * 3, "post_application_submission"]


async def test_a_credit_product_waits_for_none(borrower: Applicant) -> None:
    draft = await borrower.complete_draft()
    assert (await step_of(borrower.client, draft))["missing"] == []
    expect(await borrower.submit(draft), 201)
