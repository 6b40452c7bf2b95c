"""Who sees which parties, and how much of them."""

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import ROLE_SCOPES, Role
from tests.api.application.parties.people import (
    OTHER_IDENTITY,
    person_body,
    register_business,
    register_person,
)
from tests.api.signed_clients import Client, ClientFor, refused

ABSENT = "/v1/parties/party_01h455vb4pex5vsknk084sn02q"
STAFF = [role for role in Role if role not in {Role.BORROWER, Role.PARTNER}]
READERS = [role for role in STAFF if "parties:read" in ROLE_SCOPES[role]]


async def test_z1_another_borrowers_party_is_as_absent(
    borrower: Client, client_for: ClientFor
) -> None:
    stranger = client_for(Role.BORROWER)
    path = f"/v1/parties/{await register_person(borrower)}"
    foreign, absent = await stranger.get(path), await stranger.get(ABSENT)
    assert foreign.status_code == absent.status_code == 404
    assert _without_request(foreign.json()) == _without_request(absent.json())


async def test_z2_partners_never_meet(client_for: ClientFor) -> None:
    one, two = (client_for(Role.PARTNER, partner_id=new_id()) for _ in range(2))
    ones = {await register_person(one), await register_person(one, identity_number=OTHER_IDENTITY)}
    twos = {await register_person(two), await register_person(two, identity_number=OTHER_IDENTITY)}
    for partner, own, others in ((one, ones, twos), (two, twos, ones)):
        listed = (await partner.get("/v1/parties")).json()["data"]
        assert {row["id"] for row in listed} == own
        filtered = await partner.get("/v1/parties", customer_type="sole_trader", kind="person")
        assert {row["id"] for row in filtered.json()["data"]} == own
        for other in others:
            assert (await partner.get(f"/v1/parties/{other}")).status_code == 404


async def test_z2_a_cursor_is_of_no_use_to_another_partner(client_for: ClientFor) -> None:
    one, two = (client_for(Role.PARTNER, partner_id=new_id()) for _ in range(2))
    await register_person(one)
    await register_person(one, identity_number=OTHER_IDENTITY)
    cursor = (await one.get("/v1/parties", limit=1)).json()["next_cursor"]
    lent = await two.get("/v1/parties", limit=1, cursor=cursor)
    assert (lent.status_code, lent.json()["code"]) == (400, "invalid_cursor")


async def test_z2_a_user_named_like_a_partner_owns_nothing_of_it(client_for: ClientFor) -> None:
    partner_id = new_id()
    partner = client_for(Role.PARTNER, partner_id=partner_id, subject="same-name")
    party_id = await register_person(partner)
    impostor = client_for(Role.BORROWER, subject="same-name")
    assert (await impostor.get(f"/v1/parties/{party_id}")).status_code == 404
    assert (await impostor.get("/v1/parties")).json()["data"] == []


@pytest.mark.parametrize("role", STAFF, ids=lambda role: role.value)
async def test_z3_staff_reads_parties_only_with_a_reason_to(
    borrower: Client, client_for: ClientFor, role: Role
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    wanted = 200 if role in READERS else 403
    assert (await client_for(role).get(path)).status_code == wanted
    assert (await client_for(role).get("/v1/parties", limit=1)).status_code == wanted


PERSONAL = {"name": "王小明", "address": "北京市东城区示例路1号"}
MASKED = {"name": "王**", "address": "北京市东城区****"}
SEEN_BY = {
    Role.LOAN_OFFICER: PERSONAL,
    Role.UNDERWRITER: PERSONAL,
    Role.APPROVER: PERSONAL,
    Role.RISK_MANAGER: MASKED,
    Role.AUDITOR: MASKED,
    Role.SUPPORT: MASKED,
}


@pytest.mark.parametrize("role", READERS, ids=lambda role: role.value)
async def test_z7_each_role_sees_what_its_work_needs(
    borrower: Client, client_for: ClientFor, role: Role
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    person = (await client_for(role).get(path)).json()
    assert {name: person[name] for name in PERSONAL} == SEEN_BY[role]


async def test_z7_owner_and_partner_see_what_they_wrote(borrower: Client, partner: Client) -> None:
    for owner in (borrower, partner):
        person = (await owner.get(f"/v1/parties/{await register_person(owner)}")).json()
        assert {name: person[name] for name in PERSONAL} == PERSONAL


async def test_z7_numbers_are_masked_for_everybody(
    borrower: Client, officer: Client, auditor: Client
) -> None:
    party_id = await register_person(borrower)
    for reader in (borrower, officer, auditor):
        for path in (f"/v1/parties/{party_id}", "/v1/parties"):
            answer = await reader.get(path)
            for secret in ("110101199003070003", "13800138000", "6222020200000000006"):
                assert secret not in answer.text
        person = (await reader.get(f"/v1/parties/{party_id}")).json()
        assert person["identity_number"] == "110101********0003"
        assert (person["mobile"], person["bank_card_last4"]) == ("138****8000", "0006")


async def test_z7_answers_hold_the_agreed_members_and_no_other(borrower: Client) -> None:
    person_id = await register_person(borrower)
    shared = {"id", "kind", "customer_type", "name", "mobile", "address", "warnings", "version"}
    shared |= {"is_identity_fixed", "created_at", "updated_at"}
    person = (await borrower.get(f"/v1/parties/{person_id}")).json()
    assert set(person) == shared | {
        *("identity_number", "identity_valid_to", "marital_status", "bank_card_last4")
    }
    business_id = await register_business(borrower, person_id)
    business = (await borrower.get(f"/v1/parties/{business_id}")).json()
    assert set(business) == shared | {
        *("credit_code", "legal_representative_id", "established_on", "licence_valid_to"),
        *("industry_code", "employees", "premises", "monthly_sales", "bank_account_last4"),
    }


async def test_i9_text_that_turns_its_direction_is_not_taken(borrower: Client) -> None:
    answer = await borrower.post("/v1/parties", person_body(name="王\u202e小明"))
    problem = refused(answer, 422, "validation_failed")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [
        ("/name", "not_one_line")
    ]


async def test_z9_an_identity_somebody_else_registered_changes_nothing(
    borrower: Client, partner: Client, client_for: ClientFor
) -> None:
    await register_person(partner)
    await register_person(client_for(Role.BORROWER))
    known = await borrower.post("/v1/parties", person_body())
    fresh = await client_for(Role.BORROWER).post(
        "/v1/parties", person_body(identity_number="330106199512310020")
    )
    assert (known.status_code, fresh.status_code) == (201, 201)
    assert set(known.json()) == set(fresh.json())
    assert known.json()["warnings"] == fresh.json()["warnings"] == []


async def test_z9_no_parameter_searches_by_personal_data(officer: Client) -> None:
    for name in ("name", "mobile", "identity_number", "q", "owner", "partner_id"):
        answer = await officer.get("/v1/parties", **{name: "1"})
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_query_parameter")


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e2", "1000000000", "１０", "1_0", " 1", ""])
async def test_i17_a_limit_is_never_coerced(borrower: Client, limit: str) -> None:
    answer = await borrower.get("/v1/parties", limit=limit)
    assert answer.status_code == 400, answer.text


async def test_i17_a_cursor_is_bound_to_its_filters_and_its_form(partner: Client) -> None:
    await register_person(partner)
    await register_person(partner, identity_number=OTHER_IDENTITY)
    cursor = (await partner.get("/v1/parties", limit=1)).json()["next_cursor"]
    assert (await partner.get("/v1/parties", limit=1, cursor=cursor)).status_code == 200
    for wrong in (cursor[:-1], cursor + "A", cursor.swapcase(), "", "x" * 500, "' OR 1=1 --"):
        answer = await partner.get("/v1/parties", cursor=wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor"), wrong
    other_filter = await partner.get("/v1/parties", cursor=cursor, kind="person")
    assert other_filter.status_code == 400


@pytest.mark.parametrize("spelling", ["upper", "bare", "uuid", "urn", "other"])
async def test_i16_a_party_has_one_address(borrower: Client, spelling: str) -> None:
    party_id = await register_person(borrower)
    suffix = party_id.removeprefix("party_")
    spelled = {
        "upper": party_id.upper(),
        "bare": suffix,
        "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
        "urn": "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057",
        "other": f"app_{suffix}",
    }[spelling]
    assert (await borrower.get(f"/v1/parties/{spelled}")).status_code == 404


def _without_request(problem: dict[str, object]) -> dict[str, object]:
    return {
        name: value for name, value in problem.items() if name not in {"request_id", "instance"}
    }
