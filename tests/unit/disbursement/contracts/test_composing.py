"""The document in both languages: the clauses that apply, and every figure in its place."""

from dataclasses import asdict, replace

import pytest

from services.disbursement.contracts.clauses import CURRENT, LANGUAGES, template
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.composing import composed
from services.disbursement.contracts.domain.content import digest_of
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.domain.templates import Clause, TemplateUnusable, filled
from services.kit.documents import Document, Heading, Paragraph, Table
from services.kit.languages import Language
from tests.unit.disbursement.contracts.agreements import agreement

in_both = pytest.mark.parametrize("language", LANGUAGES)


def document(language: Language, made: Agreement | None = None) -> Document:
    return composed(made or agreement(), template(CURRENT, language))


def tables(drawn: Document) -> dict[str, Table]:
    return {block.kind: block for block in drawn.blocks if isinstance(block, Table)}


def titles(drawn: Document) -> list[str]:
    return [block.text.partition(" ")[2] for block in drawn.blocks if isinstance(block, Heading)]


def test_both_languages_hold_the_same_clauses() -> None:
    binding, translation = (template(CURRENT, language).clauses for language in LANGUAGES)
    for one, other in zip(binding, translation, strict=True):
        assert (one.code, one.table, one.when) == (other.code, other.table, other.when)
        assert (one.is_material, len(one.paragraphs)) == (other.is_material, len(other.paragraphs))


def test_both_languages_have_a_word_for_the_same_codes() -> None:
    binding, translation = (template(CURRENT, language) for language in LANGUAGES)
    assert binding.words.keys() == translation.words.keys()
    assert {kind: set(codes) for kind, codes in binding.codes.items()} == {
        kind: set(codes) for kind, codes in translation.codes.items()
    }


@in_both
def test_every_place_of_every_clause_is_filled(language: Language) -> None:
    drawn = document(language, agreement(*SignerRole))
    texts = [block.text for block in drawn.blocks if isinstance(block, Paragraph | Heading)]
    assert not [text for text in texts if "{" in text]
    assert len(titles(drawn)) == len(template(CURRENT, language).clauses)


@in_both
def test_a_clause_for_a_guarantor_stands_only_where_one_signs(language: Language) -> None:
    alone, secured = document(language), document(language, agreement(SignerRole.GUARANTOR))
    clause = next(c for c in template(CURRENT, language).clauses if c.code == "guarantee")
    assert clause.title not in titles(alone)
    assert clause.title in titles(secured)


@in_both
def test_the_figures_are_those_of_the_engine(language: Language) -> None:
    drawn = tables(document(language))
    values = [row[1] for row in drawn["loan"].rows]
    assert {"CNY 30,000.00", "人民币叁万元整", "12.00%", "12.95%", "13.75%"} <= set(values)
    schedule = drawn["schedule"].rows
    assert schedule[1][:3] == ("1", "2026-12-23", "2,365.46")
    assert schedule[12][1] == "2027-11-23"
    assert schedule[12][-1] == "0.00"
    assert schedule[13][2] == "30,000.00"


@in_both
def test_every_fee_the_borrower_may_pay_is_listed(language: Language) -> None:
    fees = tables(document(language))["fees"].rows
    assert [row[2] for row in fees[1:]] == ["CNY 150.00", "CNY 500.00"]
    without = agreement()
    without = replace(without, terms=replace(without.terms, fees=()))
    assert tables(document(language, without))["fees"].rows[1][0] in {"无", "none"}


@in_both
def test_everybody_who_signs_and_the_lender_stand_below(language: Language) -> None:
    made = agreement(SignerRole.GUARANTOR)
    rows = tables(document(language, made))["signatures"].rows
    assert [row[0] for row in rows[1:3]] == ["李小微", "李小微"]
    assert rows[-1][0] in {made.lender.name.zh, made.lender.name.en}
    parties = tables(document(language, made))["parties"].rows
    assert len(parties) == 4


def test_material_terms_are_set_apart() -> None:
    material = {c.code for c in template(CURRENT, "zh-CN").clauses if c.is_material}
    assert {"loan", "fees", "overdue", "prepayment", "acceleration", "value_date"} <= material
    headings = [b for b in document("zh-CN").blocks if isinstance(b, Heading)]
    assert sum(heading.is_material for heading in headings) >= len(material) - 4


def test_a_code_nobody_has_a_word_for_stands_as_it_is() -> None:
    made = agreement(purpose_code="beekeeping")
    assert "beekeeping" in [row[1] for row in tables(document("en", made))["loan"].rows]


def test_any_change_of_a_field_changes_the_digest() -> None:
    first = digest_of(asdict(document("zh-CN")))
    moved = agreement(number="XW20261123-7K2M9Q4V")
    assert digest_of(asdict(document("zh-CN", moved))) != first
    assert digest_of(asdict(document("zh-CN"))) == first


def test_a_place_nobody_can_fill_is_refused() -> None:
    with pytest.raises(TemplateUnusable, match="shoe_size"):
        filled("{shoe_size}", {"amount": "1"})


def test_a_table_nobody_can_fill_is_refused() -> None:
    with pytest.raises(TemplateUnusable, match="no table"):
        Clause(code="x", title="x", paragraphs=(), table="horoscope")
