"""What was given up, over HTTP: support reads it, an admin has it tried again."""

import pytest

from services.kit.identifiers import uuid_of
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.roles import Role
from tests.api.application.intake.applicant import Json, a_borrower, move, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.stuck import Grumbler, event_of, parked_at

PATH = "/v1/application/parked-deliveries"
REASON = {"reason": "their release of today takes it"}


@pytest.fixture
def grumbler() -> Grumbler:
    """A neighbour that takes nothing."""
    return Grumbler(frozenset({"application.withdrawn"}))


@pytest.fixture
async def withdrawn(service: RunningApp, client_for: ClientFor) -> Json:
    """An application that was withdrawn, of which neighbours are told."""
    borrower = await a_borrower(service, client_for)
    return expect(await move(borrower.client, await borrower.draft(), "withdrawals", {}), 201)


@pytest.fixture
async def stuck(service: RunningApp, grumbler: Grumbler, withdrawn: Json) -> str:
    """The id of a delivery that was given up."""
    return await parked_at(grumbler, service.sessions, uuid_of("app", withdrawn["id"]))


@pytest.fixture
def admin(client_for: ClientFor) -> Client:
    """Somebody who may have it tried again."""
    return client_for(Role.ADMIN)


@pytest.fixture
def support(client_for: ClientFor) -> Client:
    """Somebody who may look."""
    return client_for(Role.SUPPORT)


async def test_support_reads_what_was_given_up_and_why(
    stuck: str, support: Client, grumbler: Grumbler, withdrawn: Json
) -> None:
    shown = await support.get(f"{PATH}/{stuck}")
    delivery = expect(shown, 200)
    assert shown.headers["ETag"] == '"1.1-1"'
    known = {"If-None-Match": shown.headers["ETag"]}
    assert (await support.http.get(f"{PATH}/{stuck}", headers=known)).status_code == 304
    assert (delivery["status"], delivery["destination"]) == ("parked", grumbler.name)
    assert (delivery["topic"], delivery["sequence"]) == ("application.withdrawn", 1)
    assert delivery["aggregate"] == {"type": "application", "id": withdrawn["id"]}
    (attempt,) = delivery["attempts"]
    assert (attempt["number"], attempt["outcome"], attempt["status"], attempt["detail"]) == (
        1, "refused", 422, "validation_failed",
    )  # fmt: skip


async def test_the_list_is_filtered_and_paged(
    stuck: str, support: Client, grumbler: Grumbler
) -> None:
    page = expect(await support.get(PATH, destination=grumbler.name, status="parked"), 200)
    assert [each["id"] for each in page["data"]] == [stuck]
    for filters in (
        {"status": "delivered"},
        {"topic": "application.accepted"},
        {"destination": "nobody"},
    ):
        wanted = {"destination": grumbler.name} | filters
        assert expect(await support.get(PATH, **wanted), 200)["data"] == []
    first = expect(await support.get(PATH, limit=1, sort="created_at"), 200)
    assert len(first["data"]) == 1
    if first["has_more"]:
        cursor = first["next_cursor"]
        second = expect(await support.get(PATH, limit=1, sort="created_at", cursor=cursor), 200)
        assert second["data"][0]["id"] != first["data"][0]["id"]


async def test_an_unknown_filter_value_is_refused_at_its_place(support: Client) -> None:
    problem = expect(await support.get(PATH, status="lost", destination="No Such"), 422)
    assert {pointer for pointer, _ in told(problem)} == {"#query/status", "#query/destination"}


async def test_an_admin_has_it_tried_again_and_it_is_delivered(
    stuck: str,
    admin: Client,
    service: RunningApp,
    grumbler: Grumbler,
    withdrawn: Json,
) -> None:
    answer = await admin.post(f"{PATH}/{stuck}/retries", REASON, version=1, key="again-please")
    retrying = expect(answer, 201)
    assert (retrying["status"], answer.headers["ETag"]) == ("retrying", '"2"')
    replayed = await admin.post(f"{PATH}/{stuck}/retries", REASON, version=1, key="again-please")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert expect(replayed, 201) == retrying

    grumbler.takes = True
    withdrawn_id = uuid_of("app", withdrawn["id"])
    event = await event_of(service.sessions, withdrawn_id, "application.withdrawn")
    await Relay(service.sessions, [grumbler], Patience()).wake(event)
    delivered = expect(await admin.get(f"{PATH}/{stuck}"), 200)
    assert (delivered["status"], delivered["version"]) == ("delivered", 3)
    assert [attempt["outcome"] for attempt in delivered["attempts"]] == ["delivered", "refused"]
    again = await admin.post(f"{PATH}/{stuck}/retries", REASON, version=3)
    refused(again, 409, "transition_not_allowed")


async def test_a_retry_needs_the_version_a_reason_and_the_right_hand(
    stuck: str, admin: Client, support: Client
) -> None:
    path = f"{PATH}/{stuck}/retries"
    refused(await admin.post(path, REASON), 428, "if_match_required")
    refused(await admin.post(path, REASON, version=7), 412, "version_changed")
    problem = refused(await admin.post(path, {}, version=1), 422, "validation_failed")
    assert told(problem) == [("/reason", "missing")]
    refused(await support.post(path, REASON, version=1), 403, "insufficient_scope")
    assert expect(await support.get(f"{PATH}/{stuck}"), 200)["status"] == "parked"


async def test_borrowers_and_partners_do_not_read_them(stuck: str, client_for: ClientFor) -> None:
    for role in (Role.BORROWER, Role.PARTNER, Role.LOAN_OFFICER):
        refused(await client_for(role).get(f"{PATH}/{stuck}"), 403, "insufficient_scope")
