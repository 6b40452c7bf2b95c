"""The disclosure of costs: its figures are the contract's, and nothing else may be charged."""

from dataclasses import replace

from services.disbursement.contracts.domain.disclosure import Disclosure, disclosure_of
from services.disbursement.contracts.domain.drawing import drawn_on
from services.disbursement.contracts.domain.figures import figures_of
from services.disbursement.contracts.domain.terms import ContractTerms
from tests.unit.disbursement.contracts.agreements import PLANNED_ON, agreement


def disclosed(terms: ContractTerms | None = None) -> Disclosure:
    terms = terms or agreement().terms
    return disclosure_of("XW20261123-7K2M9Q4T", terms, figures_of(drawn_on(terms, PLANNED_ON)))


def test_principal_and_items_sum_to_what_is_repaid() -> None:
    made = disclosed()
    paid = sum(item.amount_minor or 0 for item in made.items)
    assert made.principal_minor + paid == made.total_minor


def test_a_fee_with_each_instalment_counts_as_often() -> None:
    terms = agreement().terms
    certain, _ = terms.fees
    monthly = replace(certain, timing="instalment", rate_ppm=None, amount_minor=1_000)
    made = disclosed(replace(terms, fees=(monthly,)))
    assert [(item.code, item.amount_minor) for item in made.items][1:] == [("service", 12_000)]
    assert made.principal_minor + sum(i.amount_minor or 0 for i in made.items) == made.total_minor
    assert "fixed amount" in made.items[1].standard.en


def test_what_only_a_default_or_an_event_brings_is_listed_apart() -> None:
    made = disclosed()
    codes = [item.code for item in made.contingent]
    assert codes == ["penalty_interest", "compound_interest", "legal_cost"]
    assert "18.00%" in made.contingent[0].standard.zh
    assert made.contingent[2].amount_minor == 50_000


def test_what_the_lender_bears_or_comes_to_nothing_is_no_cost_of_the_borrower() -> None:
    terms = agreement().terms
    certain, event = terms.fees
    spared = (
        replace(certain, payer="lender"),
        replace(certain, rate_ppm=0),
        replace(event, payer="lender"),
    )
    made = disclosed(replace(terms, fees=spared))
    assert [item.code for item in (*made.items, *made.contingent)] == [
        "interest",
        "penalty_interest",
        "compound_interest",
    ]


def test_any_figure_changes_the_digest() -> None:
    terms = agreement().terms
    assert disclosed().digest == disclosed().digest
    assert disclosed(replace(terms, grace_days=4)).digest != disclosed().digest
