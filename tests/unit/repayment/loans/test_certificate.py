"""A certificate of settlement says that nothing is owed, and its columns sum to their last row."""

import re
from datetime import date
from typing import Literal

import pytest

from services.kit.documents import Document, Paragraph, Table
from services.kit.errors import Title
from services.kit.lender import Lender
from services.loan_engine.servicing.components import Component
from services.repayment.loans.domain.certificate import AMOUNTS, FACTS, Settled, certificate_of

C = Component
LANGUAGES: tuple[Literal["en", "zh-CN"], ...] = ("en", "zh-CN")
TODAY = date(2027, 2, 1)
LENDER = Lender(
    name=Title("Harbour Micro-Loan", "海港小额贷款"),
    credit_code="91330106MA2KXW001E",
    address=Title("1 Quay", "码头一号"),
    court=Title("the court of the quay", "码头法院"),
)
SETTLED = Settled(
    lender=LENDER,
    contract_number="XW20260115-7K2M9Q4T",
    loan="loan_01",
    currency="CNY",
    principal_minor=10_000_000,
    disbursed_on=date(2026, 1, 15),
    settled_on=date(2027, 1, 15),
    paid={C.PRINCIPAL: 10_000_000, C.INTEREST: 661_856, C.PENALTY: 0, C.COMPOUND: 7, C.FEE: 50_000},
    waived={C.PRINCIPAL: 0, C.INTEREST: 0, C.PENALTY: 1_250, C.COMPOUND: 3, C.FEE: 0},
)


def tables(document: Document) -> dict[str, Table]:
    return {block.kind: block for block in document.blocks if isinstance(block, Table)}


def text(document: Document) -> str:
    words = [getattr(block, "text", "") for block in document.blocks]
    return " ".join([document.title, document.subtitle, *words])


def test_it_certifies_in_the_lenders_name_that_nothing_is_owed() -> None:
    english, chinese = (certificate_of(SETTLED, language, TODAY) for language in LANGUAGES)
    says = english.blocks[0]
    assert says == Paragraph(
        "Harbour Micro-Loan (unified social credit code 91330106MA2KXW001E) certifies that the loan"
        " granted under contract XW20260115-7K2M9Q4T was repaid in full on 2027-01-15, and that"
        " nothing is owed on it.",
        is_material=True,
    )
    assert "our books say on 2027-02-01" in text(english)
    assert "海港小额贷款" in text(chinese)
    assert "2027-02-01 的账务记录" in text(chinese)


def test_the_facts_are_those_of_the_loan() -> None:
    facts = tables(certificate_of(SETTLED, "en", TODAY))[FACTS]
    assert not facts.has_head
    assert facts.rows == (
        ("Contract", "XW20260115-7K2M9Q4T"),
        ("Loan account", "loan_01"),
        ("Amount lent", "CNY 100,000.00"),
        ("Paid out on", "2026-01-15"),
        ("Settled on", "2027-01-15"),
    )


def test_every_part_of_the_debt_is_told_and_summed() -> None:
    amounts = tables(certificate_of(SETTLED, "en", TODAY))[AMOUNTS]
    assert amounts.has_head
    assert amounts.rows == (
        ("Part", "Paid", "Forgiven"),
        ("Principal", "CNY 100,000.00", "CNY 0.00"),
        ("Interest", "CNY 6,618.56", "CNY 0.00"),
        ("Penalty", "CNY 0.00", "CNY 12.50"),
        ("Interest on overdue interest", "CNY 0.07", "CNY 0.03"),
        ("Fees", "CNY 500.00", "CNY 0.00"),
        ("In all", "CNY 107,118.63", "CNY 12.53"),
    )
    assert len(amounts.rows) == len(Component) + 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_whole_and_its_footer_numbers_the_pages(
    language: Literal["en", "zh-CN"],
) -> None:
    document = certificate_of(SETTLED, language, TODAY)
    assert document.language == language
    numbered = document.footer.format(page=1, pages=2)
    assert numbered.startswith("XW20260115-7K2M9Q4T · ")
    assert "{" not in text(document) + numbered
    is_chinese = bool(re.search(r"[\u4e00-\u9fff]", text(document) + numbered))
    assert is_chinese == (language == "zh-CN")
