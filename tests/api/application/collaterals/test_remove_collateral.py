"""remove_collateral: what is taken back is forgotten, and another may take its place."""

from services.application.collaterals.tables import PERSONAL
from tests.api.application.collaterals.test_amend_collateral import place_of
from tests.api.application.intake.applicant import SECURED, Applicant, Json, path_of, told
from tests.api.application.intake.ledgers import audit_rows, rows
from tests.api.signed_clients import RunningApp, expect, refused


async def test_what_is_taken_back_is_gone_and_another_is_offered(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    offered = await borrower.offered(draft)
    answer = await borrower.client.delete(place_of(offered), version=1)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "ETag" not in answer.headers
    refused(await borrower.client.get(place_of(offered)), 404, "not_found")
    assert expect(await borrower.client.get(path_of(draft, "collaterals")), 200)["data"] == []
    (kept,) = await rows(service, "SELECT * FROM collaterals WHERE application_id = :id", draft)
    assert kept.removed_at is not None
    assert {getattr(kept, column) for column in PERSONAL} == {None}
    await borrower.offered(draft, kind="home")


async def test_what_was_taken_back_is_not_changed_or_taken_back_again(
    borrower: Applicant, draft: Json
) -> None:
    offered = await borrower.offered(draft)
    expect(await borrower.client.delete(place_of(offered), version=1), 204)
    for version in (1, 2):
        again = await borrower.client.delete(place_of(offered), version=version)
        refused(again, 404, "not_found")
        changed = await borrower.client.patch(place_of(offered), {"kind": "home"}, version=version)
        refused(changed, 404, "not_found")


async def test_c12_it_needs_the_version_it_read(borrower: Applicant, draft: Json) -> None:
    offered = await borrower.offered(draft)
    refused(await borrower.client.delete(place_of(offered)), 428, "if_match_required")
    refused(await borrower.client.delete(place_of(offered), version=2), 412, "version_changed")
    assert expect(await borrower.client.get(place_of(offered)), 200) == offered


async def test_what_was_submitted_keeps_its_property(borrower: Applicant) -> None:
    submitted = await borrower.submitted(product_code=SECURED)
    (offered,) = expect(await borrower.client.get(path_of(submitted, "collaterals")), 200)["data"]
    answer = await borrower.client.delete(place_of(offered), version=1)
    refused(answer, 409, "application_not_editable")


async def test_without_it_the_application_is_not_complete_again(borrower: Applicant) -> None:
    draft = await borrower.complete_draft(product_code=SECURED)
    (offered,) = expect(await borrower.client.get(path_of(draft, "collaterals")), 200)["data"]
    expect(await borrower.client.delete(place_of(offered), version=1), 204)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/collaterals", "collateral_missing")]


async def test_the_history_remembers_that_it_was_there(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    offered = await borrower.offered(draft)
    expect(await borrower.client.delete(place_of(offered), version=1), 204)
    page = expect(await borrower.client.get(path_of(draft, "timeline")), 200)
    happened = [(each["kind"], each["item"]) for each in page["data"]][-2:]
    assert happened == [
        ("collateral_offered", offered["id"]),
        ("collateral_removed", offered["id"]),
    ]
    entry = (await audit_rows(service, draft))[-1]
    assert (entry.action, entry.after) == ("application.collateral_removed", None)
    assert entry.before["declared_value_minor"] == 180_000_000
