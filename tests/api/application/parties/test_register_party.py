"""Registering people and businesses: `register_party` over HTTP."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.parties.people import (
    OTHER_IDENTITY,
    business_body,
    person_body,
    register_business,
    register_person,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp

READ_ONLY = ["id", "owner", "owner_subject", "partner_id", "warnings", "version", "created_at"]
READ_ONLY += ["is_identity_fixed", "status"]


async def test_a_borrower_registers_itself_and_reads_itself(borrower: Client) -> None:
    made = await borrower.post("/v1/parties", person_body())
    assert made.status_code == 201, made.text
    read = await borrower.get(made.headers["Location"])
    assert read.headers["ETag"] == made.headers["ETag"] == '"1"'
    person = read.json()
    assert {name: person[name] for name in ("kind", "customer_type", "name", "address")} == {
        "kind": "person",
        "customer_type": "sole_trader",
        "name": "王小明",
        "address": "北京市东城区示例路1号",
    }
    assert (person["warnings"], person["is_identity_fixed"]) == ([], False)


async def test_a_business_names_a_person_its_owner_registered(borrower: Client) -> None:
    person_id = await register_person(borrower)
    first = await register_business(borrower, person_id)
    second = await register_business(
        borrower, person_id, customer_type="sole_trader", credit_code="92440300MA5G7H8J1T"
    )
    read = (await borrower.get(f"/v1/parties/{first}")).json()
    assert read["legal_representative_id"] == person_id
    assert read["monthly_sales"] == {"amount": 20_000_000, "currency": "CNY"}
    listed = (await borrower.get("/v1/parties", kind="business")).json()["data"]
    assert [row["id"] for row in listed] == [second, first]


async def test_a_business_cannot_name_somebody_elses_person_or_another_business(
    borrower: Client, client_for: ClientFor
) -> None:
    own = await register_person(borrower)
    business = await register_business(borrower, own)
    others = await register_person(client_for(Role.BORROWER))
    absent = "party_01h455vb4pex5vsknk084sn02q"
    for representative_id in (others, business, absent):
        body = business_body(representative_id, credit_code="91110000600037341L")
        answer = await borrower.post("/v1/parties", body)
        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/legal_representative_id", "person_not_found")
        ]


async def test_every_wrong_number_is_named_at_once_and_nothing_is_kept(borrower: Client) -> None:
    body = person_body(
        identity_number="110101900307123",
        identity_valid_to="2026-03-09",
        mobile="10086",
        bank_card="4111111111111112",
    )
    answer = await borrower.post("/v1/parties", body)
    assert answer.status_code == 422
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/identity_number": "identity_old_form",
        "/identity_valid_to": "document_expired",
        "/mobile": "mobile_format",
        "/bank_card": "bank_card_check_digit",
    }
    for secret in (body["identity_number"], body["bank_card"], body["name"]):
        assert secret not in answer.text
    assert (await borrower.get("/v1/parties")).json()["data"] == []


async def test_a_wrong_field_is_named_by_its_own_pointer_in_either_kind(borrower: Client) -> None:
    person = person_body()
    del person["mobile"]
    person["nickname"] = "小明"
    answer = await borrower.post("/v1/parties", person)
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/mobile": "missing",
        "/nickname": "extra_forbidden",
    }
    unkind = await borrower.post("/v1/parties", person_body(kind="robot"))
    assert unkind.status_code == 422


async def test_a_doubtful_region_is_flagged_and_not_blocked(borrower: Client) -> None:
    party_id = await register_person(borrower, identity_number="119901199001010017")
    read = (await borrower.get(f"/v1/parties/{party_id}")).json()
    assert read["warnings"] == ["identity_region_unverified"]


async def test_an_owner_registers_an_identity_once(borrower: Client, partner: Client) -> None:
    person_id = await register_person(borrower)
    again = await borrower.post("/v1/parties", person_body())
    assert (again.status_code, again.json()["code"]) == (409, "party_exists")
    assert again.json()["party_id"] == person_id
    await register_business(borrower, person_id)
    same_business = await borrower.post("/v1/parties", business_body(person_id))
    assert (same_business.status_code, same_business.json()["code"]) == (409, "party_exists")
    await register_person(partner)
    lower_case = await partner.post("/v1/parties", person_body(mobile="13900139000"))
    assert (lower_case.status_code, lower_case.json()["code"]) == (409, "party_exists")


async def test_a_borrower_is_one_person_and_a_partner_has_many_customers(
    borrower: Client, partner: Client
) -> None:
    await register_person(borrower)
    second = await borrower.post("/v1/parties", person_body(identity_number=OTHER_IDENTITY))
    assert (second.status_code, second.json()["code"]) == (409, "person_exists")
    await register_person(partner)
    await register_person(partner, identity_number=OTHER_IDENTITY)


async def test_twenty_registrations_at_once_make_one_person(borrower: Client) -> None:
    answers = await asyncio.gather(
        *(borrower.post("/v1/parties", person_body()) for _ in range(20))
    )
    codes = [answer.status_code for answer in answers]
    assert (codes.count(201), codes.count(409)) == (1, 19)
    assert len((await borrower.get("/v1/parties")).json()["data"]) == 1


async def test_c1_a_double_click_registers_once(borrower: Client) -> None:
    answers = await asyncio.gather(
        *(borrower.post("/v1/parties", person_body(), key="click") for _ in range(20))
    )
    made = {answer.content for answer in answers if answer.status_code == 201}
    others = {answer.json()["code"] for answer in answers if answer.status_code != 201}
    assert len(made) == 1
    assert others <= {"idempotency_in_flight"}


async def test_c2_a_key_stands_for_one_request(borrower: Client) -> None:
    first = await borrower.post("/v1/parties", person_body(), key="once")
    again = await borrower.post("/v1/parties", person_body(), key="once")
    assert (again.status_code, again.content) == (201, first.content)
    other = await borrower.post("/v1/parties", person_body(name="李小红"), key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await borrower.get("/v1/parties")).json()["data"]) == 1


async def test_c3_another_callers_key_is_another_key(
    borrower: Client, client_for: ClientFor
) -> None:
    other = client_for(Role.BORROWER)
    mine = await borrower.post("/v1/parties", person_body(), key="shared")
    theirs = await other.post("/v1/parties", person_body(), key="shared")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]
    assert "Idempotent-Replayed" not in theirs.headers


async def test_c3_the_clients_of_one_partner_share_their_keys(client_for: ClientFor) -> None:
    partner_id = new_id()
    one, two = (client_for(Role.PARTNER, partner_id=partner_id) for _ in range(2))
    first = await one.post("/v1/parties", person_body(), key="shared")
    again = await two.post("/v1/parties", person_body(), key="shared")
    assert (again.status_code, again.content) == (201, first.content)


async def test_a_kept_answer_holds_no_personal_data(borrower: Client) -> None:
    made = await borrower.post("/v1/parties", person_body())
    for personal in (
        "王小明",
        "示例路",
        "110101199003070003",
        "13800138000",
        "6222020200000000006",
    ):
        assert personal not in made.text
    assert made.json()["name"] == "王**"


@pytest.mark.parametrize("name", READ_ONLY)
async def test_z4_what_is_ours_to_set_is_not_taken_from_the_owner(
    borrower: Client, name: str
) -> None:
    answer = await borrower.post("/v1/parties", person_body(**{name: "x"}))
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (f"/{name}", "extra_forbidden")
    ]


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in {Role.BORROWER, Role.PARTNER}],
    ids=lambda role: role.value,
)
async def test_z3_staff_registers_nobody(client_for: ClientFor, role: Role) -> None:
    caller = client_for(role, scopes=frozenset({"parties:write"}))
    answer = await caller.post("/v1/parties", person_body())
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "王\n小明"),
        ("name", "王" * 65),
        ("name", 7),
        ("name", None),
        ("address", "x" * 201),
        ("mobile", 13800138000),
        ("identity_number", "1" * 41),
        ("marital_status", "complicated"),
        ("customer_type", "banker"),
    ],
)
async def test_a_malformed_field_is_named(borrower: Client, name: str, value: Any) -> None:
    answer = await borrower.post("/v1/parties", person_body(**{name: value}))
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{name}"]


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
@pytest.mark.parametrize("name", ["name", "address", "mobile", "identity_number"])
async def test_i7_i8_text_that_cannot_be_stored_is_refused(
    borrower: Client, name: str, character: str
) -> None:
    escaped = f"\\u{ord(character):04x}"
    answer = await _post_text(borrower, name, f"王{escaped}")
    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize("text", ["é", "e\u0301", "👩\u200d🌾", "ﻷﺮﺒﻴﺔ"])
async def test_i9_unusual_names_are_kept(borrower: Client, text: str) -> None:
    party_id = await register_person(borrower, name=text)
    read = (await borrower.get(f"/v1/parties/{party_id}")).json()["name"]
    assert read == ("é" if text == "e\u0301" else text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("established_on", "2020-02-30"),
        ("established_on", "1588291200"),
        ("established_on", 1588291200),
        ("established_on", "2020-05-01T00:00:00"),
        ("established_on", "0001-01-01"),
        ("licence_valid_to", "9999-12-31"),
        ("established_on", "2026-03-11"),
        ("employees", -1),
        ("employees", "12"),
        ("employees", True),
        ("employees", 12.0),
        ("industry_code", "Z99"),
        ("premises", "tent"),
        ("legal_representative_id", "7"),
    ],
)
async def test_i15_a_business_has_real_dates_and_numbers(
    borrower: Client, name: str, value: Any
) -> None:
    body = business_body(await register_person(borrower), **{name: value})
    answer = await borrower.post("/v1/parties", body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{name}"]


async def test_a_card_is_good_through_its_last_day(service: RunningApp, borrower: Client) -> None:
    await register_person(borrower, identity_valid_to="2026-03-10")
    service.advance(timedelta(days=1))
    later = await borrower.post(
        "/v1/parties", person_body(identity_number=OTHER_IDENTITY, identity_valid_to="2026-03-10")
    )
    assert [error["code"] for error in later.json()["errors"]] == ["document_expired"]


async def _post_text(owner: Client, name: str, escaped: str) -> Any:
    body = json.dumps(person_body(**{name: "@"})).replace('"@"', f'"{escaped}"')
    headers = {"Idempotency-Key": "raw", "Content-Type": "application/json"}
    return await owner.http.post("/v1/parties", content=body, headers=headers)
