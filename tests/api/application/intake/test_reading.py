"""Who sees which applications: one's own, the partner's, or, for staff, all; and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    Applicant,
    Json,
    a_borrower,
    a_partner,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.files import a_file
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

PATH = "/v1/applications"
READS = ("", "next-step", "timeline", "materials", "materials/premises_proof")
READERS = (
    *(Role.LOAN_OFFICER, Role.UNDERWRITER, Role.APPROVER, Role.RISK_MANAGER),
    *(Role.AUDITOR, Role.SUPPORT, Role.ADMIN),
)
WRITES: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"term_months": 6}),
    ("POST", "submissions", None),
    ("POST", "withdrawals", {}),
]


def ids(page: Json) -> list[str]:
    return [each["id"] for each in page["data"]]


async def every(client: Client, **query: Any) -> list[str]:
    """The ids of all pages of a list, two by two."""
    found: list[str] = []
    cursor = None
    while True:
        asked = query | {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = expect(await client.get(PATH, **asked), 200)
        found += ids(page)
        cursor = page["next_cursor"]
        assert page["has_more"] == (cursor is not None)
        if cursor is None:
            return found


async def three(applicant: Applicant) -> list[str]:
    """Three applications, the first two withdrawn."""
    made = []
    for index in range(3):
        draft = await applicant.draft()
        made.append(draft["id"])
        if index < 2:
            expect(await applicant.move(draft, "withdrawals", {}), 201)
    return made


async def test_a_list_shows_newest_first_and_pages_through_all(borrower: Applicant) -> None:
    made = await three(borrower)
    assert await every(borrower.client) == made[::-1]
    assert await every(borrower.client, sort="created_at") == made
    assert await every(borrower.client, sort="-created_at") == made[::-1]


async def test_nothing_yet_is_an_empty_list(client_for: ClientFor) -> None:
    page = expect(await client_for(Role.BORROWER).get(PATH), 200)
    assert page == {"data": [], "has_more": False, "next_cursor": None}


async def test_filters_narrow_the_list(borrower: Applicant) -> None:
    made = await three(borrower)
    secured = await borrower.draft(product_code="PROPERTY_SECURED", amount=yuan(500_000))
    assert await every(borrower.client, status="withdrawn") == [made[1], made[0]]
    assert await every(borrower.client, status="accepted") == []
    assert await every(borrower.client, product_code="PROPERTY_SECURED") == [secured["id"]]
    assert await every(borrower.client, party_id=borrower.party_id, status="draft") == [
        secured["id"],
        made[2],
    ]
    assert await every(borrower.client, party_id=typeid_of("party", new_id())) == []
    since = {"created_at[gte]": secured["created_at"]}
    assert await every(borrower.client, **since) == [secured["id"]]
    until = {"created_at[lte]": secured["created_at"]}
    assert await every(borrower.client, **until) == [secured["id"], *made[::-1]]
    before = {"created_at[lte]": "2000-01-01T00:00:00Z"}
    assert await every(borrower.client, **before) == []


async def test_a_caller_finds_its_application_by_its_own_number(
    service: RunningApp, client_for: ClientFor, borrower: Applicant
) -> None:
    made = await borrower.draft(external_reference="ORDER-1")
    other = await a_borrower(service, client_for)
    await other.draft(external_reference="ORDER-1")
    assert await every(borrower.client, external_reference="ORDER-1") == [made["id"]]
    assert await every(borrower.client, external_reference="ORDER-2") == []


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"colour": "red"}, 400, "unknown_query_parameter"),
        ({"owner": "somebody"}, 400, "unknown_query_parameter"),
        ({"limit": "0"}, 400, "invalid_query_parameter"),
        ({"limit": "101"}, 400, "invalid_query_parameter"),
        ({"cursor": "forged"}, 400, "invalid_cursor"),
        ({"status": "gone"}, 422, "validation_failed"),
        ({"sort": "amount"}, 422, "validation_failed"),
        ({"sort": "created_at; DROP TABLE applications"}, 422, "validation_failed"),
        ({"product_code": "' OR 1=1 --"}, 422, "validation_failed"),
        ({"party_id": "party_1"}, 422, "validation_failed"),
        ({"created_at[gte]": "yesterday"}, 422, "validation_failed"),
        ({"created_at[gte]": "1773100800"}, 422, "validation_failed"),
        ({"created_at[gte]": "2026-03-10T02:30:00"}, 422, "validation_failed"),
    ],
)
async def test_i10_i17_what_a_list_does_not_know_is_refused(
    borrower: Applicant, query: dict[str, str], status: int, code: str
) -> None:
    refused(await borrower.client.get(PATH, **query), status, code)


async def test_z1_another_borrower_finds_nothing(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    draft, other = await borrower.draft(), await a_borrower(service, client_for)
    assert await every(other.client) == []
    assert await every(other.client, party_id=borrower.party_id) == []
    for read in READS:
        path = path_of(draft, read).rstrip("/")
        refused(await other.client.get(path), 404, "not_found")
    for method, name, body in WRITES:
        path = path_of(draft, name).rstrip("/")
        headers = {"If-Match": '"1"', "Idempotency-Key": "k"}
        answer = await other.client.http.request(method, path, json=body, headers=headers)
        refused(answer, 404, "not_found")
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft


async def test_z2_a_partner_sees_its_own_and_its_colleagues_only(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner, rival = await a_partner(service, client_for), await a_partner(service, client_for)
    made = await three(partner)
    partner_id = partner.client.credentials.partner_id
    colleague = client_for(Role.PARTNER, partner_id=partner_id)
    # A rival who bears the same login name is still another partner.
    namesake = client_for(
        Role.PARTNER, partner_id=rival.client.credentials.partner_id, subject=colleague.subject
    )
    assert await every(colleague) == made[::-1]
    for outsider in (rival.client, namesake):
        assert await every(outsider) == []
        assert await every(outsider, party_id=partner.party_id) == []
        refused(await outsider.get(f"{PATH}/{made[0]}"), 404, "not_found")
        refused(await outsider.get(f"{PATH}/{made[0]}/timeline"), 404, "not_found")


async def test_z2_a_cursor_opens_only_its_own_list(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner, rival = await a_partner(service, client_for), await a_partner(service, client_for)
    await three(partner)
    page = expect(await partner.client.get(PATH, limit=1), 200)
    cursor = page["next_cursor"]
    expect(await partner.client.get(PATH, limit=1, cursor=cursor), 200)
    refused(await rival.client.get(PATH, limit=1, cursor=cursor), 400, "invalid_cursor")
    other_filter = {"limit": 1, "cursor": cursor, "status": "draft"}
    refused(await partner.client.get(PATH, **other_filter), 400, "invalid_cursor")


async def test_z2_the_same_version_tag_opens_nothing(
    borrower: Applicant, client_for: ClientFor
) -> None:
    draft = await borrower.draft()
    headers = {"If-None-Match": '"1"'}
    path = path_of(draft)
    assert (await borrower.client.http.get(path, headers=headers)).status_code == 304
    stranger = client_for(Role.BORROWER)
    refused(await stranger.http.get(path, headers=headers), 404, "not_found")


async def test_a_material_that_has_expired_since_is_read_anew(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.complete_draft()
    path = path_of(draft, "materials", "bank_statement")
    known = {"If-None-Match": (await borrower.client.http.get(path)).headers["ETag"]}
    assert (await borrower.client.http.get(path, headers=known)).status_code == 304
    service.clock.advance(timedelta(days=31))
    stale = await borrower.client.http.get(path, headers=known)
    assert expect(stale, 200)["status"] == "expired"
    again = await borrower.client.http.put(
        f"{path}/content",
        content=a_file("application/pdf"),
        params={"document_on": service.clock.today().isoformat()},
        headers={"Content-Type": "application/pdf", "If-Match": stale.headers["ETag"]},
    )
    assert expect(again, 200)["status"] == "uploaded"
    known = {"If-None-Match": again.headers["ETag"]}
    assert (await borrower.client.http.get(path, headers=known)).status_code == 304


@pytest.mark.parametrize("role", READERS)
async def test_staff_who_may_read_see_every_application(
    borrower: Applicant, client_for: ClientFor, role: Role
) -> None:
    draft, staff = await borrower.draft(), client_for(role)
    assert await every(staff, party_id=borrower.party_id) == [draft["id"]]
    for read in READS:
        expect(await staff.get(path_of(draft, read).rstrip("/")), 200)


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.FINANCE_MAKER, Role.TRAINEE])
async def test_z3_staff_with_no_business_here_see_nothing(
    borrower: Applicant, client_for: ClientFor, role: Role
) -> None:
    draft = await borrower.draft()
    refused(await client_for(role).get(path_of(draft)), 403, "insufficient_scope")


async def test_z9_absent_and_anothers_are_the_same_to_the_byte(
    borrower: Applicant, client_for: ClientFor
) -> None:
    draft, stranger = await borrower.draft(), client_for(Role.BORROWER)
    absent = {"id": typeid_of("app", new_id())}
    for read in READS:
        bodies = []
        for application in (draft, absent):
            answer = await stranger.get(path_of(application, read).rstrip("/"))
            problem = refused(answer, 404, "not_found")
            bodies.append({**problem, "instance": "", "request_id": ""})
        assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    "spelling", ["app_1", "APP_01h455vb4pex5vsknk084sn02q", "party_01h455vb4pex5vsknk084sn02q", "1"]
)
async def test_i16_an_id_has_one_spelling(borrower: Applicant, spelling: str) -> None:
    refused(await borrower.client.get(f"{PATH}/{spelling}"), 404, "not_found")


async def test_a_filter_that_is_wrong_is_pointed_at(borrower: Applicant) -> None:
    problem = expect(await borrower.client.get(PATH, status="gone"), 422)
    assert told(problem) == [("#query/status", "enum")]
