"""`give_evidence` and `judge_evidence`: what a contract's money waits for, and who may say so."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.disbursement.conditions import entry
from services.disbursement.domain.statuses import ContractStatus
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.telling import told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

EVIDENCE = {"reference": "No. 0012345", "note": "Certificate of the register"}
YES = {"is_accepted": True, "note": "Compared with the register"}
NO = {"is_accepted": False, "note": "Second rank"}
SHOP = {"code": "shop_photo", "en": "A photo of the shop", "zh": "店铺照片"}
DERIVED = [
    *("disclosure_confirmed", "signatures_complete"),
    *("payee_account_verified", "identity_papers_valid"),
]

Json = dict[str, Any]


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    return client_for(Role.BORROWER)


@pytest.fixture
def maker(client_for: ClientFor) -> Client:
    return client_for(Role.FINANCE_MAKER)


@pytest.fixture
def checker(client_for: ClientFor) -> Client:
    return client_for(Role.FINANCE_CHECKER)


@pytest.fixture
async def contract(borrower: Client, drawn: Draw) -> str:
    """A contract on collateral whose offer names one thing more."""
    offer = told(
        owner=borrower.subject, product={"type": "collateral"}, offer={"conditions": [SHOP]}
    )
    return f"/v1/contracts/{typeid_of('ctr', await drawn(offer))}"


async def checklist(reader: Client, contract: str) -> Json:
    return expect(await reader.get(f"{contract}/conditions"), 200)


async def line_of(reader: Client, contract: str, code: str) -> Json:
    lines = (await checklist(reader, contract))["data"]
    return next(line for line in lines if line["code"] == code)


async def test_the_checklist_is_written_when_the_contract_is_drawn(
    borrower: Client, contract: str
) -> None:
    found = await checklist(borrower, contract)
    assert found["is_met"] is False
    assert [line["code"] for line in found["data"]] == [
        *DERIVED,
        *("lien_registered", "property_insured", "shop_photo"),
    ]
    assert [line["is_derived"] for line in found["data"]] == [True] * 4 + [False] * 3
    shop = found["data"][-1]
    assert shop == {
        "code": "shop_photo",
        "title": {"en": SHOP["en"], "zh": SHOP["zh"]},
        "status": "open",
        "is_derived": False,
        "is_critical": False,
        "evidence": [],
        "accepted_by": None,
        "version": 1,
    }


async def test_papers_are_looked_at_on_the_day(
    borrower: Client, drawn: Draw, service: RunningApp
) -> None:
    offer = told(owner=borrower.subject)
    offer["signers"][0]["identity_valid_to"] = "2026-11-23"
    contract = f"/v1/contracts/{typeid_of('ctr', await drawn(offer))}"
    assert (await line_of(borrower, contract, "identity_papers_valid"))["status"] == "met"
    service.advance(timedelta(days=1))
    assert (await line_of(borrower, contract, "identity_papers_valid"))["status"] == "open"


async def test_evidence_meets_an_ordinary_condition(
    borrower: Client, maker: Client, contract: str
) -> None:
    path = f"{contract}/conditions/shop_photo/evidence"
    digest = "ab" * 32
    answer = await maker.post(path, EVIDENCE | {"document_sha256": digest}, version=1)
    shown = expect(answer, 201)
    assert (shown["status"], shown["version"], answer.headers["etag"]) == ("met", 2, '"2"')
    (piece,) = shown["evidence"]
    assert piece | {"given_at": None} == {
        "number": 1,
        "reference": EVIDENCE["reference"],
        "document_sha256": digest,
        "note": EVIDENCE["note"],
        "given_by": maker.subject,
        "given_at": None,
    }
    seen = await line_of(borrower, contract, "shop_photo")
    assert (seen["status"], seen["evidence"]) == ("met", [])
    again = await maker.post(path, EVIDENCE, version=2)
    refused(again, 409, "transition_not_allowed")


async def test_the_same_key_shows_it_once(maker: Client, contract: str) -> None:
    path = f"{contract}/conditions/shop_photo/evidence"
    first = await maker.post(path, EVIDENCE, key="once", version=1)
    again = await maker.post(path, EVIDENCE, key="once", version=1)
    assert again.json() == first.json()


async def test_z5_a_lien_takes_a_second_person(
    maker: Client, checker: Client, contract: str
) -> None:
    lien = f"{contract}/conditions/lien_registered"
    shown = expect(await maker.post(f"{lien}/evidence", EVIDENCE, version=1), 201)
    assert (shown["status"], shown["accepted_by"]) == ("evidenced", None)
    accepted = expect(await checker.post(f"{lien}/judgements", YES, version=2), 201)
    assert (accepted["status"], accepted["accepted_by"]) == ("met", checker.subject)


async def test_z5_nobody_accepts_what_they_showed(contract: str, client_for: ClientFor) -> None:
    both = client_for(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    lien = f"{contract}/conditions/lien_registered"
    expect(await both.post(f"{lien}/evidence", EVIDENCE, version=1), 201)
    refused(await both.post(f"{lien}/judgements", YES, version=2), 403, "own_work")


async def test_z5_nobody_shows_conditions_of_their_own_loan(
    borrower: Client, contract: str, client_for: ClientFor
) -> None:
    staff = client_for(Role.LOAN_OFFICER, subject=borrower.subject)
    answer = await staff.post(f"{contract}/conditions/shop_photo/evidence", EVIDENCE, version=1)
    refused(answer, 403, "own_work")


async def test_what_is_sent_back_is_shown_anew(
    maker: Client, checker: Client, contract: str
) -> None:
    lien = f"{contract}/conditions/lien_registered"
    expect(await maker.post(f"{lien}/evidence", EVIDENCE, version=1), 201)
    returned = expect(await checker.post(f"{lien}/judgements", NO, version=2), 201)
    assert returned["status"] == "open"
    refused(await checker.post(f"{lien}/judgements", YES, version=3), 409, "nothing_to_judge")
    shown = expect(await maker.post(f"{lien}/evidence", EVIDENCE, version=3), 201)
    assert [piece["number"] for piece in shown["evidence"]] == [1, 2]
    expect(await checker.post(f"{lien}/judgements", YES, version=4), 201)


async def test_what_the_system_sees_nobody_shows(maker: Client, contract: str) -> None:
    for code in DERIVED:
        answer = await maker.post(f"{contract}/conditions/{code}/evidence", EVIDENCE, version=1)
        refused(answer, 409, "condition_sees_itself")


async def test_a_condition_that_is_not_there_is_not_found(
    maker: Client, checker: Client, contract: str
) -> None:
    absent = f"/v1/contracts/{typeid_of('ctr', new_id())}"
    for path in (f"{contract}/conditions/unheard_of", f"{absent}/conditions/shop_photo"):
        refused(await maker.post(f"{path}/evidence", EVIDENCE, version=1), 404, "not_found")
        refused(await checker.post(f"{path}/judgements", YES, version=1), 404, "not_found")


async def test_z1_a_stranger_sees_no_checklist(contract: str, client_for: ClientFor) -> None:
    stranger = client_for(Role.BORROWER)
    refused(await stranger.get(f"{contract}/conditions"), 404, "not_found")


async def test_another_version_is_refused(maker: Client, contract: str) -> None:
    path = f"{contract}/conditions/shop_photo/evidence"
    refused(await maker.post(path, EVIDENCE, version=7), 412, "version_changed")


async def test_of_a_contract_that_ended_nothing_is_missing_and_nothing_is_shown(
    maker: Client, drawn: Draw, service: RunningApp
) -> None:
    contract_id = await drawn(told(offer={"conditions": [SHOP]}))
    assert "condition:shop_photo" in await missing_of(service, contract_id)
    async with service.sessions.begin() as session:
        end = "UPDATE contracts SET status = :status, reason_code = 'x' WHERE contract_id = :id"
        await session.execute(text(end), {"status": ContractStatus.VOIDED, "id": contract_id})
    assert await missing_of(service, contract_id) == ()
    path = f"/v1/contracts/{typeid_of('ctr', contract_id)}/conditions/shop_photo/evidence"
    refused(await maker.post(path, EVIDENCE, version=1), 409, "nothing_more_to_show")


async def test_every_move_is_audited_and_told(
    maker: Client, checker: Client, contract: str, service: RunningApp
) -> None:
    lien = f"{contract}/conditions/lien_registered"
    expect(await maker.post(f"{lien}/evidence", EVIDENCE, version=1), 201)
    expect(await checker.post(f"{lien}/judgements", YES, version=2), 201)
    audited = text(
        "SELECT action, actor, reason FROM audit WHERE after->>'code' = 'lien_registered'"
        " AND after->>'contract_id' = :id ORDER BY seq"
    )
    heard = text(
        "SELECT body->>'condition_status' FROM outbox WHERE topic = 'contract.conditions_changed'"
        " AND body->>'id' = :id ORDER BY sequence"
    )
    wire_id = contract.rpartition("/")[2]
    async with service.sessions() as session:
        find = text(
            "SELECT contract_id::text FROM outbox JOIN contracts ON contract_id ="
            " aggregate_id WHERE body->>'id' = :id LIMIT 1"
        )
        plain_id = await session.scalar(find, {"id": wire_id})
        rows = (await session.execute(audited, {"id": plain_id})).all()
        statuses = (await session.scalars(heard, {"id": wire_id})).all()
    assert [tuple(row) for row in rows][1:] == [
        ("condition.evidenced", maker.subject, EVIDENCE["note"]),
        ("condition.met", checker.subject, YES["note"]),
    ]
    assert rows[0].action == "condition.required"
    assert list(statuses) == ["evidenced", "met"]


async def missing_of(service: RunningApp, contract_id: UUID) -> tuple[str, ...]:
    async with service.sessions() as session:
        found = await entry.missing(session, contract_id, service.clock.today())
        assert await entry.is_met(session, contract_id, service.clock.today()) is (not found)
        return found
