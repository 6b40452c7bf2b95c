"""amend_collateral: what is said of a property changes at the version that was read."""

from datetime import timedelta
from uuid import uuid4

import httpx

from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    SECURED,
    Applicant,
    Json,
    a_partner,
    move,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.ledgers import audit_rows
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


def place_of(collateral: Json) -> str:
    return f"/v1/applications/{collateral['application_id']}/collaterals/{collateral['id']}"


async def amend(applicant: Applicant, collateral: Json, **changes: object) -> httpx.Response:
    return await applicant.client.patch(
        place_of(collateral), changes, version=collateral["version"]
    )


async def test_the_named_fields_change_and_the_others_stay(
    borrower: Applicant, draft: Json
) -> None:
    offered = await borrower.offered(draft)
    changes = {"owner": "third_party", "owner_name": "赵六", "prior_liens": yuan(200_000)}
    answer = await amend(borrower, offered, **changes)
    amended = expect(answer, 200)
    assert answer.headers["ETag"] == '"2"'
    kept = {name: offered[name] for name in offered.keys() - {*changes, "version", "updated_at"}}
    assert {name: amended[name] for name in kept} == kept
    assert {name: amended[name] for name in changes} == changes
    assert expect(await borrower.client.get(place_of(offered)), 200) == amended


async def test_c12_it_needs_the_version_it_read(borrower: Applicant, draft: Json) -> None:
    offered = await borrower.offered(draft)
    bare = await borrower.client.patch(place_of(offered), {"kind": "home"})
    refused(bare, 428, "if_match_required")
    expect(await amend(borrower, offered, kind="home"), 200)
    refused(await amend(borrower, offered, kind="office"), 412, "version_changed")


async def test_a_bad_change_changes_nothing(borrower: Applicant, draft: Json) -> None:
    offered = await borrower.offered(draft)
    nothing = refused(await amend(borrower, offered), 422, "validation_failed")
    assert told(nothing) == [("", "nothing_to_change")]
    dollars = {"amount": 100, "currency": "USD"}
    wrong = refused(
        await amend(borrower, offered, declared_value=dollars), 422, "validation_failed"
    )
    assert told(wrong) == [("/declared_value/currency", "currency_not_offered")]
    cleared = refused(await amend(borrower, offered, place=None), 422, "validation_failed")
    assert [pointer for pointer, _ in told(cleared)] == ["/place"]
    assert expect(await borrower.client.get(place_of(offered)), 200) == offered


async def test_what_was_submitted_stays_until_more_is_asked_for(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted(product_code=SECURED)
    (offered,) = expect(await borrower.client.get(path_of(submitted, "collaterals")), 200)["data"]
    refused(await amend(borrower, offered, kind="home"), 409, "application_not_editable")
    supplement = {
        "items": [{"item": "owner_consent", "reason": "the shop is your brother's"}],
        "due_on": (service.clock.today() + timedelta(days=7)).isoformat(),
    }
    asked = expect(await move(officer, submitted, "supplement-requests", supplement), 201)
    expect(await amend(borrower, offered, owner="third_party", owner_name="王小亮"), 200)
    problem = refused(await borrower.submit(asked), 409, "application_incomplete")
    assert told(problem) == [("/materials/owner_consent", "material_missing")]
    expect(await borrower.upload(asked, "owner_consent"), 200)
    expect(await borrower.submit(asked), 201)


async def test_the_audit_tells_which_fields_and_which_amounts(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    offered = await borrower.offered(draft)
    changes = {"owner_name": "李小红", "declared_value": yuan(1_500_000)}
    expect(await amend(borrower, offered, **changes), 200)
    entry = (await audit_rows(service, draft))[-1]
    assert entry.action == "application.collateral_amended"
    assert entry.before["declared_value_minor"] == 180_000_000
    assert entry.after["declared_value_minor"] == 150_000_000
    assert entry.after["changed"] == ["declared_value", "owner_name"]
    assert "李小红" not in str(entry.after)


async def test_whoever_changed_it_may_not_judge_the_application(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    partner = await a_partner(service, client_for, partner_id)
    colleague = client_for(Role.PARTNER, partner_id=partner_id)
    draft = await partner.complete_draft(product_code=SECURED)
    (offered,) = expect(await partner.client.get(path_of(draft, "collaterals")), 200)["data"]
    expect(await colleague.patch(place_of(offered), {"kind": "home"}, version=1), 200)
    submitted = expect(await partner.submit(draft), 201)
    officer = client_for(Role.LOAN_OFFICER, subject=colleague.subject)
    refused(await move(officer, submitted, "acceptances"), 403, "own_work")
