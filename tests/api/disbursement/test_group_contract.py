"""A loan of a group: each other member signs as guarantor, and sees this contract alone."""

from typing import Any
from uuid import UUID

import pytest

from services.disbursement.contracts.examples import ACCEPTED_OFFER_EXAMPLE
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conditions.test_checklist import EVIDENCE
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, path_to, shown, sign, topics_of
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.sandbox_accounts import ordinary_account

SIGNS = {"code": "group_signs", "en": "Every member signs.", "zh": "全体成员签署"}


@pytest.fixture
def guarantors(client_for: ClientFor) -> list[Client]:
    """Two other members, each with a login."""
    return [client_for(Role.BORROWER) for _ in range(2)]


@pytest.fixture
async def contract_id(borrower: Client, guarantors: list[Client], drawn: Draw) -> UUID:
    """The contract of a member's loan."""
    offer = told(borrower.subject, product={"type": "group"}, offer={"conditions": [SIGNS]})
    offer["signers"] += [co_signer("guarantor", each.subject) for each in guarantors]
    return await drawn(offer)


async def open_conditions(reader: Client, contract_id: UUID) -> list[str]:
    """The codes of what is not met yet."""
    lines: list[dict[str, Any]] = expect(await reader.get(path_to(contract_id, "conditions")), 200)[
        "data"
    ]
    return [line["code"] for line in lines if line["status"] != "met"]


async def test_it_is_in_force_only_when_all_have_signed_and_that_is_the_groups_agreement(
    service: RunningApp, borrower: Client, guarantors: list[Client], contract_id: UUID
) -> None:
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id, 1), 201)
    expect(await sign(guarantors[0], contract_id, 2), 201)
    assert (await shown(borrower, contract_id))["status"] == "signing"
    waiting = await open_conditions(borrower, contract_id)
    assert "signatures_complete" in waiting
    assert not {"group_signs", "joint_liability_agreed"} & set(waiting)
    assert "contract.signed" not in await topics_of(service, contract_id)
    expect(await sign(guarantors[1], contract_id, 3), 201)
    assert (await shown(borrower, contract_id))["status"] == "signed"
    assert await open_conditions(borrower, contract_id) == ["payee_account_verified"]


async def test_each_signs_for_itself_alone(
    borrower: Client, guarantors: list[Client], contract_id: UUID
) -> None:
    await disclose(borrower, contract_id)
    refused(await sign(guarantors[0], contract_id, 3), 403, "not_your_signature")
    refused(await sign(guarantors[0], contract_id, 1), 403, "not_your_signature")
    refused(await sign(borrower, contract_id, 2), 403, "not_your_signature")


async def test_a_guarantor_sees_the_contract_and_neither_account_nor_payout_nor_condition(
    borrower: Client, guarantors: list[Client], contract_id: UUID, client_for: ClientFor
) -> None:
    await disclose(borrower, contract_id)
    for number, signer in enumerate((borrower, *guarantors), start=1):
        expect(await sign(signer, contract_id, number), 201)
    guarantor = guarantors[0]
    assert (await guarantor.get(path_to(contract_id, "document"))).status_code == 200
    query = {"contract_id": typeid_of("ctr", contract_id)}
    assert expect(await guarantor.get("/v1/payouts", **query), 200)["data"] == []
    officer = client_for(Role.LOAN_OFFICER)
    (payout,) = expect(await officer.get("/v1/payouts", **query), 200)["data"]
    assert (await guarantor.get(f"/v1/payouts/{payout['id']}")).status_code == 404
    account = {
        **query,
        "holder_name": ACCEPTED_OFFER_EXAMPLE["borrower"]["name"],
        "account_number": ordinary_account(),
        "bank_code": "102100099996",
    }
    named = expect(await borrower.post("/v1/payee-accounts", account), 201)
    assert expect(await guarantor.get("/v1/payee-accounts", **query), 200)["data"] == []
    assert (await guarantor.get(f"/v1/payee-accounts/{named['id']}")).status_code == 404
    story = path_to(contract_id, "timeline")
    kinds = {each["kind"] for each in expect(await guarantor.get(story), 200)["data"]}
    assert "signed" in kinds
    assert "payout" not in kinds
    own = {each["kind"] for each in expect(await borrower.get(story), 200)["data"]}
    assert own - kinds == {"payout"}
    assert (await guarantor.get(path_to(contract_id, "conditions"))).status_code == 404


async def test_z5_staff_that_answers_for_it_sees_to_nothing_of_it(
    borrower: Client, guarantors: list[Client], contract_id: UUID, client_for: ClientFor
) -> None:
    await disclose(borrower, contract_id)
    for number, signer in enumerate((borrower, *guarantors), start=1):
        expect(await sign(signer, contract_id, number), 201)
    await sees_to_nothing(borrower, contract_id, client_for, subject=guarantors[0].subject)


async def test_z5_whoever_signed_for_a_partners_borrower_sees_to_nothing_of_it(
    drawn: Draw, client_for: ClientFor
) -> None:
    partner_id = new_id()
    partner = client_for(Role.PARTNER, partner_id=partner_id)
    contract_id = await drawn(told(partner_id=partner_id))
    await disclose(partner, contract_id)
    expect(await sign(partner, contract_id, evidence_reference="sms-otp/2026/11/23/78"), 201)
    await sees_to_nothing(partner, contract_id, client_for, subject=partner.subject)


async def sees_to_nothing(
    reader: Client, contract_id: UUID, client_for: ClientFor, *, subject: str
) -> None:
    """With a role of staff this login neither voids the contract, nor shows what it waits for, nor
    has anything to do with its payouts."""
    officer = client_for(Role.LOAN_OFFICER, subject=subject)
    version = (await shown(reader, contract_id))["version"]
    leaving = await officer.post(
        path_to(contract_id, "voids"), {"reason": "other"}, version=version
    )
    refused(leaving, 403, "own_work")
    evidence = path_to(contract_id, "conditions", "settlement_account", "evidence")
    refused(await officer.post(evidence, EVIDENCE, version=1), 403, "own_work")
    maker = client_for(Role.FINANCE_MAKER, subject=subject)
    query = {"contract_id": typeid_of("ctr", contract_id)}
    (payout,) = expect(await maker.get("/v1/payouts", **query), 200)["data"]
    path = f"/v1/payouts/{payout['id']}"
    version = expect(await maker.get(path), 200)["version"]
    steps: dict[str, dict[str, Any] | None] = {
        "approvals": None,
        "cancellations": {"reason_code": "borrower_asked"},
        "resolutions": {"outcome": "failed", "settled_on": None, "reason": "nothing came"},
    }
    for step, body in steps.items():
        refused(await maker.post(f"{path}/{step}", body, version=version), 403, "own_work")
    refused(await maker.post(path_to(contract_id, "payouts")), 403, "own_work")
