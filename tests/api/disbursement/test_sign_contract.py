"""Signatures: whose, under what, with which evidence; and what the file then proves."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import select

from services.disbursement.contracts.domain.signing import INTENTS
from services.disbursement.contracts.tables import FileRow, SignatureRow, SigningKeyRow
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import (
    disclose,
    path_to,
    shown,
    sign,
    signature,
    topics_of,
)
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect


async def authority(service: RunningApp) -> ValidationContext:
    """Trust in the sandbox's authority and nobody else."""
    async with service.sessions() as session:
        row = await session.get_one(SigningKeyRow, "authority")
    return ValidationContext(trust_roots=[Certificate.load(row.certificate)], allow_fetching=False)


async def evidence_of(service: RunningApp, contract_id: UUID) -> list[SignatureRow]:
    async with service.sessions() as session:
        found = await session.scalars(
            select(SignatureRow)
            .where(SignatureRow.contract_id == contract_id)
            .order_by(SignatureRow.signed_at)
        )
        return list(found)


async def files_of(service: RunningApp, contract_id: UUID) -> list[FileRow]:
    async with service.sessions() as session:
        found = await session.scalars(
            select(FileRow).where(FileRow.contract_id == contract_id).order_by(FileRow.number)
        )
        return list(found)


async def test_the_last_signature_makes_the_contract_signed_and_sealed(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    contract = expect(await sign(borrower, contract_id), 201)
    assert contract["status"] == "signed"
    assert contract["signers"][0]["signed_at"] is not None
    assert (await topics_of(service, contract_id))[-4:] == [
        *("contract.signing", "contract.signed", "payout.created", "payout.conditions_pending")
    ]
    timeline = expect(await borrower.get(path_to(contract_id, "timeline")), 200)["data"]
    assert [each["kind"] for each in timeline][:5] == [
        *("drafted", "read", "disclosed", "signed", "completed")
    ]
    assert timeline[3]["refers_to"] == contract["signers"][0]["signature_id"]


async def test_every_co_signer_signs_before_it_is_signed(
    service: RunningApp, client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    first = expect(await sign(guarantor, contract_id, 2), 201)
    assert first["status"] == "signing"
    last = expect(await sign(borrower, contract_id, 1), 201)
    assert last["status"] == "signed"
    files = await files_of(service, contract_id)
    assert [file.number for file in files] == [0, 1, 2, 3]
    one, other = await evidence_of(service, contract_id)
    assert (one.number, other.number) == (2, 1)
    assert one.head_before == files[0].sha256
    assert one.head_after == files[1].sha256 == other.head_before
    assert other.head_after == files[2].sha256


async def test_the_evidence_says_who_signed_what_with_which_words(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    contract = expect(await sign(borrower, contract_id), 201)
    (row,) = await evidence_of(service, contract_id)
    assert row.subject == borrower.subject
    assert row.intent == INTENTS["zh-CN"]
    assert row.document_sha256.hex() == contract["document_sha256"]
    assert row.request_id
    async with service.sessions() as session:
        holder = contract["signers"][0]["party_id"]
        key = await session.get_one(SigningKeyRow, holder)
    assert row.certificate_sha256 == key.certificate_sha256 == sha256(key.certificate).digest()


async def test_each_signature_in_the_file_validates(
    service: RunningApp, client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id, 1), 201)
    expect(await sign(guarantor, contract_id, 2), 201)
    content = (await borrower.get(path_to(contract_id, "document"))).content
    trust = await authority(service)
    given = PdfFileReader(BytesIO(content)).embedded_signatures
    assert [each.field_name for each in given] == ["signer-1", "signer-2", "lender"]
    for each in given:
        status = await async_validate_pdf_signature(each, trust)
        assert status.bottom_line
    assert given[0].sig_object["/Reason"] == INTENTS["zh-CN"]


async def test_a_flipped_byte_is_detected(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    content = bytearray((await borrower.get(path_to(contract_id, "document"))).content)
    # Inside the title of the first revision, where nothing but the digest would notice.
    place = content.index(b"/Subject (sha256:") + len(b"/Subject (sha256:")
    content[place] ^= 1
    trust = await authority(service)
    given = PdfFileReader(BytesIO(bytes(content))).embedded_signatures
    verdicts = [await async_validate_pdf_signature(each, trust) for each in given]
    assert [verdict.intact for verdict in verdicts] == [False, False]


async def test_the_private_keys_are_sealed(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    async with service.sessions() as session:
        rows = (await session.scalars(select(SigningKeyRow))).all()
    assert {"authority", "lender"} <= {row.holder for row in rows}
    for row in rows:
        assert b"PRIVATE" not in row.private_key_sealed
        assert row.private_key_sealed[1:3] == b"k1"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"document_hash": "0" * 64}, 409, "document_changed"),
        ({"intent": "yes"}, 422, "validation_failed"),
        ({"intent": INTENTS["en"]}, 422, "validation_failed"),
        ({"signer": 2}, 422, "validation_failed"),
    ],
    ids=str,
)
async def test_a_signature_that_does_not_fit_is_refused(
    borrower: Client, drawn: Draw, changed: dict[str, object], status: int, code: str
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await disclose(borrower, contract_id)
    contract = await shown(borrower, contract_id)
    answer = await borrower.post(
        path_to(contract_id, "signatures"),
        signature(contract) | changed,
        version=contract["version"],
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    wrong = [f"/{name}" for name in changed] if status == 422 else []
    assert [error["pointer"] for error in answer.json()["errors"]] == wrong


async def test_nobody_gives_anothers_signature(
    client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    answer = await sign(borrower, contract_id, 2)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_signature")


async def test_a_signature_is_given_once(borrower: Client, drawn: Draw) -> None:
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", "somebody-else"))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    expect(await sign(borrower, contract_id), 201)
    answer = await sign(borrower, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_signed")


async def test_f2_the_same_request_again_is_answered_as_the_first_time(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    contract = await disclose(borrower, contract_id)
    path, body = path_to(contract_id, "signatures"), signature(contract)
    first = await borrower.post(path, body, key="once", version=contract["version"])
    again = await borrower.post(path, body, key="once", version=contract["version"])
    assert expect(again, 201) == expect(first, 201)
    assert again.headers["idempotent-replayed"] == "true"
    assert len(await files_of(service, contract_id)) == 3


async def test_a_partner_signs_for_its_borrower_with_evidence(
    service: RunningApp, client_for: ClientFor, drawn: Draw
) -> None:
    partner_id = new_id()
    partner = client_for(Role.PARTNER, partner_id=partner_id)
    contract_id = await drawn(told(partner_id=partner_id))
    await disclose(partner, contract_id)
    answer = await sign(partner, contract_id)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/evidence_reference"
    done = await sign(partner, contract_id, evidence_reference="sms-otp/2026/11/23/77")
    assert expect(done, 201)["status"] == "signed"
    (row,) = await evidence_of(service, contract_id)
    assert (row.subject, row.evidence_reference) == (partner.subject, "sms-otp/2026/11/23/77")
    assert typeid_of("ctr", row.contract_id) == typeid_of("ctr", contract_id)


async def test_nobody_signs_after_the_last_day_even_while_no_worker_leaves_the_contract(
    service: RunningApp, client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    await disclose(borrower, contract_id)
    service.advance(timedelta(days=30))
    assert expect(await sign(borrower, contract_id), 201)["status"] == "signing"
    service.advance(timedelta(days=1))
    told_off = expect(await sign(guarantor, contract_id, 2), 409)
    assert (told_off["code"], told_off["retryable"]) == ("signing_time_over", False)
    assert (await shown(guarantor, contract_id))["status"] == "signing"
    assert len(await evidence_of(service, contract_id)) == 1
