"""What a person may offer: priced and held to the caps like the machine's own answer."""

from dataclasses import replace
from typing import Any

import pytest

from services.underwriting.decisions.domain.checks import BureauFacts, ListStatus
from services.underwriting.decisions.domain.outcomes import Authority
from services.underwriting.decisions.domain.proposal import Proposal, Terms, propose
from tests.unit.underwriting.decisions.books import BOOK
from tests.unit.underwriting.decisions.cases import CO_BORROWER, SERVICE_FEE, a_case


def _proposed(terms: Terms, facts: dict[str, Any] | None = None) -> Proposal:
    return propose(a_case(facts), BOOK, terms)


def test_terms_within_the_rules_override_nothing() -> None:
    proposal = _proposed(Terms(6_000_000, 12))
    assert (proposal.forbidden, proposal.overridden) == ((), ())
    assert (proposal.authority, proposal.rate_ppm) == (Authority.LEVEL_2, 111_000)
    assert proposal.figures is not None
    assert proposal.figures.instalment_minor == 530_570
    assert proposal.limit_minor == 6_000_000


def test_even_the_smallest_proposal_is_a_persons() -> None:
    assert _proposed(Terms(1_000_000, 12)).authority is Authority.LEVEL_1


def test_more_than_the_limit_says_what_is_overridden() -> None:
    proposal = _proposed(Terms(8_000_000, 12))
    codes = [reason.code for reason in proposal.overridden]
    assert codes == ["limited_by_affordability", "affordability_disposable_income"]
    assert proposal.limit_minor == 6_300_000
    assert proposal.forbidden == ()


def test_a_case_without_a_score_is_priced_at_the_dearest() -> None:
    proposal = _proposed(Terms(3_000_000, 12), {"bureau": BureauFacts()})
    assert proposal.rate_ppm == 144_000
    assert [reason.code for reason in proposal.overridden] == ["missing_bureau_report"]


@pytest.mark.parametrize(
    ("terms", "facts", "forbidden"),
    [
        (Terms(499_999, 12), {}, ("amount_below_product",)),
        (Terms(30_000_100, 12), {}, ("amount_above_product", "limited_by_product")),
        (Terms(3_000_000, 36), {}, ("term_above_product",)),
        (
            Terms(3_000_000, 12),
            {"application.currency": "USD", "product.currency": "USD"},
            ("currency_not_lent",),
        ),
        (Terms(3_000_000, 12), {"lists.status": ListStatus.HIT}, ("list_hit",)),
        (Terms(3_000_000, 12), {"lists.status": None}, ("list_hit",)),
        (
            Terms(3_000_000, 12),
            {"exposure.outstanding_minor": 99_000_000},
            ("limited_by_single_borrower",),
        ),
        (
            Terms(3_000_000, 12),
            {"exposure.in_flight_minor": None},
            ("limited_by_single_borrower", "limited_by_business_customer"),
        ),
        (Terms(3_000_000, 12, 80_000), {}, ("rate_outside_product",)),
        (Terms(3_000_000, 12, 150_000), {}, ("rate_outside_product",)),
        (Terms(3_000_000, 12), {"product.rate_min_ppm": None}, ("rate_outside_product",)),
        (
            Terms(3_000_000, 12),
            {"product.fees": (replace(SERVICE_FEE, rate_ppm=90_000),)},
            ("annual_cost_above_24_percent",),
        ),
        (
            Terms(3_000_000, 12),
            {"co_borrowers": (CO_BORROWER, replace(CO_BORROWER, age_years=17))},
            ("co_borrower_age",),
        ),
    ],
)
def test_some_things_nobody_overrides(
    terms: Terms, facts: dict[str, Any], forbidden: tuple[str, ...]
) -> None:
    proposal = _proposed(terms, facts)
    assert proposal.forbidden == forbidden
    assert not {reason.code for reason in proposal.overridden} & set(forbidden)


def test_a_knock_out_of_judgement_may_be_overridden() -> None:
    proposal = _proposed(Terms(3_000_000, 12), {"bureau.query_count_3m": 11})
    assert proposal.forbidden == ()
    assert [reason.code for reason in proposal.overridden] == ["queries_very_many"]
    assert proposal.figures is not None


def test_the_persons_own_price_counts() -> None:
    cheap, dear = (_proposed(Terms(3_000_000, 12, rate)) for rate in (84_000, 144_000))
    assert cheap.figures is not None
    assert dear.figures is not None
    assert cheap.figures.compound_cost_ppm < dear.figures.compound_cost_ppm


def test_a_price_of_nothing_is_a_price() -> None:
    from_nothing = {"product.rate_min_ppm": 0}
    own = _proposed(Terms(3_000_000, 12, 0), from_nothing)
    by_the_rules = _proposed(Terms(3_000_000, 12), from_nothing | {"product.rate_max_ppm": 0})
    for proposal in (own, by_the_rules):
        assert (proposal.rate_ppm, proposal.forbidden) == (0, ())
        assert proposal.figures is not None
        assert proposal.figures.total_interest_minor == 0
        assert proposal.figures.instalment_minor == 250_000


def test_a_loan_that_cannot_be_drawn_up_has_no_figures() -> None:
    assert _proposed(Terms(3_000_000, 12), {"product.day_count": None}).figures is None
    without_range = {"product.rate_min_ppm": None, "product.rate_max_ppm": None}
    proposal = _proposed(Terms(3_000_000, 12), without_range)
    assert (proposal.rate_ppm, proposal.figures) == (None, None)


def test_before_the_rulebook_begins_nothing_is_offered() -> None:
    day = BOOK.valid_from.replace(year=2025)
    proposal = _proposed(Terms(3_000_000, 12), {"frozen_on": day})
    assert proposal.forbidden == ("rulebook_not_in_force",)
    assert proposal.authority is Authority.COMMITTEE


def test_conditions_go_with_the_amount_proposed() -> None:
    facts = {"party.marital_status": "married"}
    assert _proposed(Terms(10_000_000, 12), facts).conditions == ("spouse_signs",)
    assert _proposed(Terms(9_900_000, 12), facts).conditions == ()
