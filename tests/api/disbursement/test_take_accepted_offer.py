"""What comes of an accepted offer: one contract, drawn with the engine, bound for good."""

import asyncio
import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from services.disbursement.contracts import entry, repository
from services.disbursement.contracts.drafting import substance_of
from services.disbursement.contracts.paperwork import agreement_of, document_digest
from services.disbursement.contracts.schemas.told import AcceptedOfferTold
from services.disbursement.contracts.tables import ContractRow, DraftRow
from services.disbursement.name_index import name_index
from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from services.loan_engine import ENGINE_VERSION
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, sign
from tests.api.disbursement.telling import Told, co_signer, path_of, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.postgres_run import Addresses


async def contract_of(service: RunningApp, contract_id: UUID) -> tuple[ContractRow, DraftRow]:
    async with service.sessions() as session:
        row = await session.get_one(ContractRow, contract_id)
        return row, await session.get_one(DraftRow, contract_id)


async def events_of(service: RunningApp, contract_id: UUID) -> list[tuple[int, str, Any]]:
    async with service.sessions() as session:
        statement = "SELECT sequence, topic, body FROM outbox WHERE aggregate_id = :id ORDER BY 1"
        return [tuple(row) for row in await session.execute(text(statement), {"id": contract_id})]


async def test_an_accepted_offer_draws_a_contract(service: RunningApp, drawn: Draw) -> None:
    offer = told()
    contract_id = await drawn(offer)
    row, draft = await contract_of(service, contract_id)
    assert row.status == "draft"
    assert row.number.startswith("XW20261123-")
    assert row.amount_minor == 3_000_000
    assert row.borrower_name_index == name_index(" 李小微", service.field_keys)
    assert draft.engine_version == ENGINE_VERSION
    assert draft.schedule["rows"][-1]["balance"] == 0
    assert draft.schedule["rows"][0]["due_on"] == "2026-12-23"
    topics = [(sequence, topic) for sequence, topic, _ in await events_of(service, contract_id)]
    assert topics == [(1, "contract.drafted")]


async def test_the_same_message_again_changes_nothing(
    service: RunningApp, neighbour: Client
) -> None:
    offer = told()
    first = expect(await neighbour.put(path_of(offer), offer), 200)
    assert expect(await neighbour.put(path_of(offer), offer), 200) == first
    assert len(await events_of(service, uuid_of("ctr", first["contract_id"]))) == 1


async def test_the_same_offer_told_anew_changes_nothing(neighbour: Client) -> None:
    offer = told()
    first = expect(await neighbour.put(path_of(offer), offer), 200)
    again = expect(await neighbour.put(path_of(offer), {**offer, "sequence": 10, "after": 9}), 200)
    assert again == first


async def test_another_offer_after_somebody_signed_comes_too_late(
    client_for: ClientFor, neighbour: Client
) -> None:
    owner = client_for(Role.BORROWER)
    offer = told(owner.subject)
    drawn = expect(await neighbour.put(path_of(offer), offer), 200)
    contract_id = uuid_of("ctr", drawn["contract_id"])
    await disclose(owner, contract_id)
    expect(await sign(owner, contract_id), 201)
    other = {**offer, "sequence": 10, "after": 9}
    other["application"] = offer["application"] | {"purpose_code": "inventory"}
    refused(await neighbour.put(path_of(offer), other), 409, "contract_moved_on")


async def test_copies_that_arrive_together_draw_one_contract(neighbour: Client) -> None:
    offer = told()
    copies = [neighbour.put(path_of(offer), offer) for _ in range(4)]
    answers = [expect(answer, 200) for answer in await asyncio.gather(*copies)]
    assert len({answer["contract_id"] for answer in answers}) == 1


async def test_other_terms_void_the_draft_and_draw_another(
    service: RunningApp, drawn: Draw
) -> None:
    offer = told()
    first = await drawn(offer)
    offer["product"]["grace_days"] = 5
    second = await drawn({**offer, "sequence": 10, "after": 9})
    assert second != first
    row, _ = await contract_of(service, first)
    assert (row.status, row.reason_code, row.ended_by) == ("voided", "terms_changed", None)
    assert [topic for _, topic, _ in await events_of(service, first)] == [
        "contract.drafted",
        "contract.voided",
    ]


async def test_any_field_of_a_person_changes_the_document(service: RunningApp, drawn: Draw) -> None:
    offer = told()
    first, _ = await contract_of(service, await drawn(offer))
    offer["borrower"]["address"] = "浙江省宁波市"
    second, _ = await contract_of(service, await drawn({**offer, "sequence": 10, "after": 9}))
    assert second.document_sha256 != first.document_sha256


@pytest.mark.parametrize(
    "changed",
    [
        {"instalment": {"amount": 266_547, "currency": "CNY"}},
        {"annual_cost": {"simple": "12.94", "compound": "13.75", "basis": "periodic irr"}},
        {"annual_cost": {"simple": "12.95", "compound": "13.76", "basis": "periodic irr"}},
        {"method": "flat"},
    ],
    ids=str,
)
async def test_figures_the_engine_does_not_draw_are_refused(
    neighbour: Client, changed: Told
) -> None:
    offer = told(offer=changed)
    answer = await neighbour.put(path_of(offer), offer)
    assert answer.status_code == 409
    assert answer.json()["code"] == "figures_not_reproduced"
    assert answer.json()["retryable"] is False


async def test_a_cost_told_to_four_decimals_is_the_same_cost(drawn: Draw) -> None:
    cost = {"simple": "12.9531", "compound": "13.7505", "basis": "periodic irr"}
    await drawn(told(offer={"annual_cost": cost}))


async def test_another_application_than_the_path_names_is_refused(neighbour: Client) -> None:
    offer = told()
    path = f"/internal/v1/contracts/{typeid_of('app', new_id())}"
    answer = await neighbour.put(path, offer)
    assert answer.json()["errors"][0]["pointer"] == "/application/id"


async def test_a_message_that_comes_too_early_waits(neighbour: Client) -> None:
    offer = told()
    answer = await neighbour.put(path_of(offer), {**offer, "sequence": 12, "after": 10})
    assert (answer.status_code, answer.json()["code"]) == (409, "sequence_gap")


@pytest.mark.parametrize("column", ["amount_minor = 1", "owner = 'me'", "document_sha256 = ''"])
async def test_not_even_the_owner_changes_what_a_contract_says(
    drawn: Draw, database: Addresses, column: str
) -> None:
    contract_id = await drawn(told())
    connection = await asyncpg.connect(database.owner_url("disbursement"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(
                f"UPDATE disbursement.contracts SET {column} WHERE contract_id = $1",
                contract_id,
            )
    finally:
        await connection.close()


async def test_the_terms_for_repayment_are_those_of_the_contract(
    service: RunningApp, drawn: Draw
) -> None:
    contract_id = await drawn(told())
    async with service.sessions() as session:
        funding = await entry.funding_terms(session, contract_id)
    assert funding.terms["principal"] == {"amount": 3_000_000, "currency": "CNY"}
    assert funding.terms["annual_rate"] == "12"
    assert funding.terms["planned_on"] == "2026-11-23"
    assert funding.terms["penalty_multiple"] == "1.5"
    assert funding.terms["fees"] == [
        {"code": "service", "amount": 15_000, "timing": "disbursement", "payee": "lender"}
    ]
    assert funding.terms["contingent_fees"] == [
        {"code": "legal_cost", "amount": 50_000, "payee": "third_party"}
    ]
    later = funding.schedule_on(service.clock.today().replace(day=25))
    assert later["rows"][0]["due_on"] == "2026-12-25"
    assert later["totals"] == funding.planned["totals"]


async def test_the_document_composed_from_the_rows_is_the_one_that_was_hashed(
    service: RunningApp, drawn: Draw
) -> None:
    offer = told()
    offer["signers"].append(co_signer("guarantor", "guarantor-login"))
    contract_id = await drawn(offer)
    row, draft = await contract_of(service, contract_id)
    async with service.sessions() as session:
        signers = await repository.signers_of(session, contract_id)
    composed = agreement_of(row, draft, signers, service.field_keys)
    told_anew = AcceptedOfferTold.model_validate_json(json.dumps(offer))
    assert document_digest(composed, substance_of(told_anew)) == row.document_sha256
    assert [each.person.name for each in composed.signers] == ["李小微", "王保证"]


async def test_nobody_is_named_in_what_lies_open(service: RunningApp, drawn: Draw) -> None:
    await drawn(told())
    async with service.sessions() as session:
        for table in ("contracts", "contract_drafts", "contract_signers", "audit", "outbox"):
            statement = f"SELECT t::text FROM {table} t WHERE t::text LIKE '%' || :name || '%'"
            for name in ("李小微", "110101199003070871", "13800138000", "文三路 1 号"):
                assert (await session.execute(text(statement), {"name": name})).all() == []
