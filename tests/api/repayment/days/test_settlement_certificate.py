"""The certificate of a loan that is settled: a PDF in both languages, and none before."""

from io import BytesIO

import pypdf
import pytest

from services.kit.roles import Role
from tests.api.repayment.days.passing import close
from tests.api.repayment.paying import a_receipt, loan_of, pay, take_back
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Whose loan it is."""
    return client_for(Role.BORROWER)


@pytest.fixture
async def loan_id(neighbour: Client, borrower: Client) -> str:
    """A loan that runs."""
    told = a_funding(FREE_OF_FEES, owner=borrower.subject)
    found: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return found


def path_of(loan_id: str) -> str:
    return f"/v1/loans/{loan_id}/certificates/settlement"


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


async def settled(service: RunningApp, maker: Client, loan_id: str) -> dict[str, object]:
    owed = (await loan_of(maker, loan_id))["figures"]["payoff"]
    prepaid = a_receipt(owed, mode="reduce_instalment")
    booked = expect(await maker.post(f"/v1/loans/{loan_id}/prepayments", prepaid), 201)
    await close(service)
    return booked


async def test_a_loan_that_runs_has_no_certificate(borrower: Client, loan_id: str) -> None:
    refused(await borrower.get(path_of(loan_id)), 409, "loan_not_settled")


async def test_a_settled_loan_has_one_in_both_languages_with_what_was_paid(
    service: RunningApp, maker: Client, borrower: Client, loan_id: str
) -> None:
    await settled(service, maker, loan_id)
    step = expect(await borrower.get(f"/v1/loans/{loan_id}/next-step"), 200)
    assert step["calls"][0]["path"] == path_of(loan_id)
    loan = await loan_of(borrower, loan_id)
    paid = loan["figures"]["paid"]
    for query, words in (
        (
            {"language": "zh-CN"},
            ("贷款结清证明", "小微小额贷款有限公司", "已于 2026-03-31 全部结清"),
        ),
        ({"language": "en"}, ("Certificate of settlement", "2026-03-31, and that nothing is owed")),
    ):
        answer = await borrower.get(path_of(loan_id), **query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-language"] == query["language"]
        text = " ".join(text_of(answer.content).split())
        amounts = (f"{paid[part] / 100:,.2f}" for part in ("principal", "interest", "total"))
        for word in (*words, loan["contract_number"], loan_id, *amounts):
            assert word in text, word


async def test_it_is_told_in_the_language_accepted_and_again_the_same(
    service: RunningApp, maker: Client, borrower: Client, loan_id: str
) -> None:
    await settled(service, maker, loan_id)
    chinese = {"Accept-Language": "zh"}
    first = await borrower.http.get(path_of(loan_id), headers=chinese)
    again = await borrower.http.get(path_of(loan_id), headers=chinese)
    assert first.headers["content-language"] == "zh-CN"
    assert first.content == again.content
    name = (await loan_of(borrower, loan_id))["contract_number"]
    disposition = f'attachment; filename="{name}.settlement.zh-CN.pdf"'
    assert first.headers["content-disposition"] == disposition


async def test_money_that_was_taken_back_takes_the_certificate_with_it(
    service: RunningApp, maker: Client, checker: Client, borrower: Client, loan_id: str
) -> None:
    await pay(maker, loan_id, a_receipt(1))
    booked = await settled(service, maker, loan_id)
    expect(await take_back(checker, booked), 201)
    refused(await borrower.get(path_of(loan_id)), 409, "loan_not_settled")
