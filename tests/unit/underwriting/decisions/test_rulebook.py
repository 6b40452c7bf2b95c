"""The shipped rulebook is whole, and a faulty one is refused at its fault."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.decisions.domain.facts import OF_CASE, RATING, SCORE
from services.underwriting.decisions.domain.rulebook_documents import NAMES, Documents
from services.underwriting.decisions.domain.strict import Malformed
from services.underwriting.decisions.rulebooks import (
    VERSIONS,
    UnknownRulebook,
    current,
    shipped,
)
from tests.unit.underwriting.decisions.books import BOOK, changed, documents, row
from tests.unit.underwriting.decisions.books import Documents as Plain
from tests.unit.underwriting.decisions.cases import TODAY, a_case


def test_every_shipped_rulebook_can_be_read() -> None:
    assert [shipped(version).version for version in VERSIONS] == list(VERSIONS)
    assert len(BOOK.sha256) == 64


@pytest.mark.parametrize("day", [BOOK.valid_from, date(2030, 1, 1)])
def test_the_current_rulebook_is_the_last_that_began(day: date) -> None:
    assert current(day) is shipped(VERSIONS[-1])


def test_there_is_no_rulebook_before_the_first_nor_of_another_version() -> None:
    with pytest.raises(UnknownRulebook):
        current(BOOK.valid_from - timedelta(days=1))
    with pytest.raises(UnknownRulebook):
        shipped("../1999")


def test_rules_change_on_their_days_and_only_then() -> None:
    assert BOOK.begins == (date(2026, 11, 1), date(2027, 7, 1), date(2028, 1, 1))
    assert BOOK.on(date(2026, 10, 31)) is None
    assert BOOK.on(date(2027, 6, 30)) is BOOK.on(BOOK.valid_from)
    assert BOOK.on(date(2027, 7, 1)) is BOOK.spans[1]


def test_every_rule_has_a_basis_and_says_whether_it_was_read_at_the_source() -> None:
    provenances = list(Documents.of(documents()).provenances())
    assert len(provenances) > 100
    assert all(one.basis for one in provenances)
    assert any(one.is_verified for one in provenances)
    assert not all(one.is_verified for one in provenances)


@given(st.integers(0, 1_000))
def test_every_score_has_exactly_one_rating(score: int) -> None:
    in_force = BOOK.on(TODAY)
    assert in_force is not None
    values = OF_CASE.values_of(a_case())
    values[OF_CASE.places[SCORE]] = score
    assert in_force.ratings.choose(values).row is not None


@pytest.mark.parametrize("rating", ["A", "B", "C", "D", "E"])
@pytest.mark.parametrize("product", ["credit", "group", "collateral"])
@pytest.mark.parametrize("term_months", [1, 12, 13, 360])
def test_every_rating_has_one_cap_one_price_and_one_authority(
    rating: str, product: str, term_months: int
) -> None:
    in_force = BOOK.on(TODAY)
    assert in_force is not None
    facts = {"product.type": product, "application.term_months": term_months}
    values = OF_CASE.values_of(a_case(facts))
    values[OF_CASE.places[RATING]] = rating
    assert in_force.rating_caps.choose(values).row is not None
    assert in_force.pricing.choose(values).row is not None
    for amount in (0, 5_000_000, 5_000_001, 30_000_001):
        values[OF_CASE.places["found.amount_minor"]] = amount
        assert len(in_force.authority.possible(values)) == 1


def test_a_weaker_rating_is_never_cheaper_nor_lent_more() -> None:
    rows = documents()
    caps = [int(one["then"]) for one in rows["rating_caps"]["rows"][:5]]
    shares = [float(one["then"]) for one in rows["pricing"]["rows"]]
    assert caps == sorted(caps, reverse=True)
    assert shares[::2] == sorted(shares[::2])
    assert shares[1::2] == sorted(shares[1::2])


def _drop(*path: str) -> Callable[[Plain], object]:
    def change(every: Plain) -> None:
        *parents, last = path
        for parent in parents:
            every = every[parent]
        del every[last]

    return change


def _put(value: Any, *path: Any) -> Callable[[Plain], object]:
    def change(every: Plain) -> None:
        target: Any = every
        *parents, last = path
        for parent in parents:
            target = target[parent]
        target[last] = value

    return change


def _of_row(table: str, named: str, **changes: Any) -> Callable[[Plain], object]:
    return lambda every: row(every, table, named).update(changes)


BINS = ("scorecard", "characteristics", 0, "bins")


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        *((_drop(name), "missing", f"/{name}") for name in NAMES),
        (_put({}, "more"), "unknown_member", "/more"),
        (_put(2, "rulebook", "format"), "unknown_format", "/rulebook/format"),
        (_put("x/1", "rulebook", "scorecard"), "another_scorecard", "/rulebook/scorecard"),
        (_put("2", "scorecard", "version"), "another_scorecard", "/rulebook/scorecard"),
        (_put([], *BINS), "no_bins", "/scorecard/characteristics/0/bins"),
        (_put(1.5, *BINS, 0, "points"), "not_a_whole_number", "bins/0/points"),
        (
            _put("later", "characteristics", "characteristics", 0, "if_unknown"),
            "not_one_of",
            "/characteristics/characteristics/0/if_unknown",
        ),
        (
            _put("product.fees", "characteristics", "characteristics", 0, "fact"),
            "unknown_fact",
            "/characteristics/characteristics/0/fact",
        ),
        (
            _put("height", "characteristics", "characteristics", 0, "name"),
            "not_the_cards_characteristics",
            "/characteristics/characteristics",
        ),
        (
            _put("steady", "characteristics", "characteristics", 2, "table", "rows", 0, "then"),
            "unknown_attribute",
            "/characteristics/characteristics/2/table/rows/0/then",
        ),
        (
            _put("height", "characteristics", "characteristics", 2, "name"),
            "unknown_attribute",
            "/characteristics/characteristics/2/table/rows/0/then",
        ),
        (_of_row("rules", "bad_status", then="maybe"), "not_one_of", "/then"),
        (_of_row("pricing", "A_longer", then="1.5"), "out_of_range", "/then"),
        (_of_row("pricing", "A_longer", then="0.0000001"), "out_of_range", "/then"),
        (_of_row("rating_caps", "credit_A", then="-1"), "out_of_range", "/then"),
        (_of_row("rating_caps", "credit_A", then="0.5"), "out_of_range", "/then"),
        (_of_row("ratings", "A", then={"rating": "A"}), "missing", "/then/outcome"),
        (_of_row("rules", "bad_status", code="worse"), "without_words", "/words/words/worse"),
        (_drop("words", "words", "told_reduced"), "without_words", "/told_reduced"),
        (_drop("words", "words", "score_term"), "without_words", "/score_term"),
        (_put("x", "words", "words", "list_hit", "told_as"), "unknown_code", "told_as"),
        (_put("-1", "affordability", "values", 0, "value"), "out_of_range", "declared_share"),
        (_put("0.1", "limits", "values", 0, "value"), "out_of_range", "amount_step_minor"),
        (
            _put("2027-01-01", "limits", "values", 0, "valid_to"),
            "not_in_force",
            "/values/amount_step_minor",
        ),
        (
            _put("declared_share", "affordability", "values", 1, "code"),
            "code_twice",
            "/affordability/values/1/code",
        ),
    ],
)
def test_a_faulty_rulebook_is_refused_at_its_fault(
    change: Callable[[Plain], object], code: str, pointer: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        changed(change)
    assert refusal.value.code == code
    assert refusal.value.pointer.endswith(pointer)


def test_a_figure_may_change_on_a_day() -> None:
    def raise_step(every: Plain) -> None:
        old = every["limits"]["values"][0]
        new = {**old, "value": "500000", "valid_from": "2027-01-01"}
        old["valid_to"] = "2027-01-01"
        every["limits"]["values"].append(new)

    book = changed(raise_step)
    before, after = book.on(date(2026, 12, 31)), book.on(date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.limits.amount_step_minor, after.limits.amount_step_minor) == (100_000, 500_000)
    assert book.sha256 != BOOK.sha256
