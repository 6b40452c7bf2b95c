"""Points by characteristic: what is unknown gets the fewest, and what cost most is told first."""

import pytest

from services.underwriting.decisions.domain.facts import OF_CASE
from services.underwriting.decisions.domain.scorecard import Bin, Characteristic, Scored, costliest
from services.underwriting.decisions.domain.snapshot import AccountStanding
from tests.unit.underwriting.decisions.books import BOOK
from tests.unit.underwriting.decisions.cases import TODAY, a_case

TERM = Characteristic(
    name="term",
    by_attribute={},
    spans=(Bin((), 24, None, 50), Bin((), 12, 23, 70), Bin((), None, 11, 90)),
    points_max=90,
    points_min=50,
)
HISTORY = Characteristic(
    name="history", by_attribute={"good": 90, "bad": 40}, spans=(), points_max=90, points_min=40
)


@pytest.mark.parametrize(
    ("months", "points"), [(0, 90), (11, 90), (12, 70), (23, 70), (24, 50), (999, 50), (None, 50)]
)
def test_a_number_is_scored_by_its_span(months: int | None, points: int) -> None:
    assert TERM.points(months) == points


@pytest.mark.parametrize(
    ("attribute", "points"), [("good", 90), ("bad", 40), ("new", 40), (None, 40), (7, 40)]
)
def test_an_attribute_nobody_knows_gets_the_fewest(attribute: str | None, points: int) -> None:
    assert HISTORY.points(attribute) == points


def test_the_costliest_lines_come_first_and_costless_ones_not_at_all() -> None:
    lines = tuple(
        Scored(name, None, points, 100)
        for name, points in [("a", 90), ("b", 50), ("c", 100), ("d", 50), ("e", 80), ("f", 99)]
    )
    assert costliest(lines) == ("b", "d", "e", "a")


def test_each_characteristic_reads_its_facts() -> None:
    in_force = BOOK.on(TODAY)
    assert in_force is not None
    facts = {
        "statement.account_standing": AccountStanding.LOW,
        "application.term_months": 9,
        "bureau.open_loan_count": 1,
        "party.years_in_trade": 3,
    }
    score = in_force.card.score(OF_CASE.values_of(a_case(facts)))
    assert {line.characteristic: line.value for line in score.lines} == {
        "account_standing": "low",
        "term": 9,
        "credit_history": "open_loans_in_order",
        "savings_standing": None,
        "years_in_trade": "from_1",
        "other_lenders": "bank",
    }
    assert score.unknown == ()


def test_a_case_without_its_usual_facts_has_no_score() -> None:
    in_force = BOOK.on(TODAY)
    assert in_force is not None
    facts = {"application.term_months": None, "bureau.overdue_count": None}
    score = in_force.card.score(OF_CASE.values_of(a_case(facts)))
    assert score.points is None
    assert score.unknown == ("application.term_months", "bureau.overdue_count")
