"""Reading contracts: the list, one, its document, its history, and who may."""

from io import BytesIO

import pypdf
import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import path_to
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, expect


async def test_the_borrower_reads_the_contract(borrower: Client, drawn: Draw) -> None:
    contract_id = await drawn(told(borrower.subject))
    answer = await borrower.get(path_to(contract_id))
    shown = expect(answer, 200)
    assert answer.headers["etag"] == '"1"'
    assert shown["amount"] == {"amount": 3_000_000, "currency": "CNY"}
    assert shown["annual_rate"] == "12"
    assert shown["annual_cost"] == {
        "simple": "12.95",
        "compound": "13.75",
        "basis": "periodic irr",
    }
    assert [signer["is_yours"] for signer in shown["signers"]] == [True]
    assert "李小微" not in answer.text


async def test_the_list_shows_what_one_owns_or_signs(
    client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = typeid_of("ctr", await drawn(offer))
    await drawn(told())
    for reader in (borrower, guarantor):
        page = expect(await reader.get("/v1/contracts"), 200)
        assert [each["id"] for each in page["data"]] == [contract_id]
    mine = expect(await guarantor.get(f"/v1/contracts/{contract_id}"), 200)
    assert [signer["is_yours"] for signer in mine["signers"]] == [False, True]


async def test_staff_find_a_contract_by_application_number_and_status(
    client_for: ClientFor, drawn: Draw
) -> None:
    offer = told()
    contract_id = await drawn(offer)
    officer = client_for(Role.LOAN_OFFICER)
    one = expect(await officer.get(path_to(contract_id)), 200)
    for query in (
        {"application_id": offer["application"]["id"]},
        {"number": one["number"]},
        {"number": one["number"], "status": "draft", "product_code": "SOLE_TRADER_CREDIT"},
    ):
        page = expect(await officer.get("/v1/contracts", **query, sort="created_at"), 200)
        assert [each["id"] for each in page["data"]] == [one["id"]]
    query = {"number": one["number"], "status": "signed"}
    assert expect(await officer.get("/v1/contracts", **query), 200)["data"] == []


async def test_a_partner_reads_its_own_contracts_and_no_others(
    client_for: ClientFor, drawn: Draw
) -> None:
    ours, theirs = new_id(), new_id()
    contract_id = await drawn(told(partner_id=ours))
    partner = client_for(Role.PARTNER, partner_id=ours)
    other = client_for(Role.PARTNER, partner_id=theirs)
    shown = expect(await partner.get(path_to(contract_id)), 200)
    assert shown["signers"][0]["is_yours"] is True
    assert (await other.get(path_to(contract_id))).status_code == 404
    assert expect(await other.get("/v1/contracts"), 200)["data"] == []


@pytest.mark.parametrize(
    ("headers", "query", "language", "words"),
    [
        ({}, {}, "zh-CN", "借款合同"),
        ({"Accept-Language": "en"}, {}, "en", "Loan Contract"),
        ({"Accept-Language": "en"}, {"language": "zh-CN"}, "zh-CN", "借款合同"),
        ({}, {"language": "en"}, "en", "Loan Contract"),
    ],
    ids=str,
)
async def test_the_document_is_a_pdf_in_the_language_asked_for(
    borrower: Client,
    drawn: Draw,
    headers: dict[str, str],
    query: dict[str, str],
    language: str,
    words: str,
) -> None:
    contract_id = await drawn(told(borrower.subject))
    answer = await borrower.http.get(
        path_to(contract_id, "document"), params=query, headers=headers
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == language
    assert f".{language}.pdf" in answer.headers["content-disposition"]
    read = pypdf.PdfReader(BytesIO(answer.content))
    assert words in "".join(page.extract_text() for page in read.pages)
    shown = expect(await borrower.get(path_to(contract_id)), 200)
    assert read.metadata is not None
    assert read.metadata.subject == f"sha256:{shown['document_sha256']}"


async def test_the_document_is_the_same_to_the_last_byte(borrower: Client, drawn: Draw) -> None:
    path = path_to(await drawn(told(borrower.subject)), "document")
    assert (await borrower.get(path)).content == (await borrower.get(path)).content


async def test_the_timeline_begins_with_the_draft(borrower: Client, drawn: Draw) -> None:
    contract_id = await drawn(told(borrower.subject))
    shown = expect(await borrower.get(path_to(contract_id, "timeline")), 200)
    assert [(each["kind"], each["to_status"]) for each in shown["data"]] == [("drafted", "draft")]
