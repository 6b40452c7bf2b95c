"""Tables answer by their hit policy; what is unknown is neither hit nor missed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.decisions.domain.decision_table import (
    DecisionTable,
    HitPolicy,
    table_of,
)
from services.underwriting.decisions.domain.facts import OF_CASE, Values
from services.underwriting.decisions.domain.strict import Malformed, Record, text_of
from tests.unit.underwriting.decisions.cases import a_case

When = Mapping[str, Mapping[str, Any]]
AGE = "party.age_years"


def _row(code: str, when: When, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "when": when,
        "then": f"then {code}",
        "basis": "a test",
        "valid_from": "2026-01-01",
        "valid_to": None,
        "verified": False,
    } | changes


def _table(hit_policy: HitPolicy, *rows: dict[str, Any]) -> DecisionTable[str]:
    document = {"table": "t", "hit_policy": hit_policy.value, "rows": list(rows)}
    return table_of(Record(document), OF_CASE, hit_policy, text_of)


def _values(**facts: Any) -> Values:
    return OF_CASE.values_of(a_case({f"party.{name}": value for name, value in facts.items()}))


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({}, True),
        ({AGE: {"lt": "38"}}, False),
        ({AGE: {"lt": "38.5"}}, True),
        ({AGE: {"le": "38"}}, True),
        ({AGE: {"gt": "38"}}, False),
        ({AGE: {"ge": "38"}}, True),
        ({AGE: {"ge": "18", "lt": "38"}}, False),
        ({"party.kind": {"is": "person"}}, True),
        ({"party.kind": {"is_not": "person"}}, False),
        ({"party.kind": {"in": ["person", "business"]}}, True),
        ({"party.kind": {"not_in": ["person"]}}, False),
        ({"party.region_code": {"starts_with": ["11", "33"]}}, True),
        ({"party.region_code": {"starts_with": ["11"]}}, False),
        ({"party.warnings": {"holds": "late"}}, False),
        ({"identity.is_card_current": {"is": True}}, True),
        ({"application.amount_minor": {"lt": {"fact": "product.amount_max_minor"}}}, True),
        ({"application.method": {"in": {"fact": "product.methods"}}}, True),
        ({"application.currency": {"is_not": {"fact": "product.currency"}}}, False),
        ({"party.employees": {"lt": "3"}}, None),
        ({"application.term_months": {"lt": {"fact": "party.employees"}}}, None),
        ({"party.employees": {"lt": "3"}, AGE: {"ge": "18"}}, None),
        ({"party.employees": {"lt": "3"}, AGE: {"lt": "18"}}, False),
        ({AGE: {"lt": "18"}, "party.employees": {"lt": "3"}}, False),
    ],
)
def test_conditions_hold_fail_or_cannot_be_told(when: When, holds: bool | None) -> None:  # noqa: FBT001
    table = _table(HitPolicy.COLLECT, _row("a", when))
    assert table.hits(_values()) == (holds,)


def test_a_row_names_each_fact_it_lacks_once() -> None:
    when: When = {
        "party.employees": {"ge": "1", "lt": "3"},
        "application.term_months": {"gt": {"fact": "party.employees"}},
        AGE: {"gt": {"fact": "party.licence_age_months"}},
    }
    row = _table(HitPolicy.COLLECT, _row("a", when)).rows[0]
    assert row.unknown(_values()) == ("party.employees", "party.licence_age_months")


BANDS = (
    _row("young", {AGE: {"lt": "30"}}),
    _row("old", {AGE: {"ge": "50"}}),
    _row("bald", {AGE: {"ge": "60"}}),
)


@pytest.mark.parametrize(
    ("age_years", "chosen", "unknown"),
    [(20, "young", ()), (55, "old", ()), (40, None, ()), (70, None, ()), (None, None, (AGE,))],
)
def test_a_unique_table_answers_only_with_its_one_hit(
    age_years: int | None, chosen: str | None, unknown: tuple[str, ...]
) -> None:
    choice = _table(HitPolicy.UNIQUE, *BANDS).choose(_values(age_years=age_years))
    assert (choice.row.code if choice.row else None, choice.unknown) == (chosen, unknown)


def test_a_unique_table_does_not_answer_beside_a_row_it_cannot_tell() -> None:
    table = _table(HitPolicy.UNIQUE, *BANDS, _row("large", {"party.employees": {"gt": "9"}}))
    assert table.choose(_values(age_years=20)).row is None


@pytest.mark.parametrize(
    ("age_years", "chosen"), [(20, "young"), (55, "old"), (70, "old"), (40, None), (None, None)]
)
def test_the_first_hit_speaks_unless_an_earlier_row_might(
    age_years: int | None, chosen: str | None
) -> None:
    choice = _table(HitPolicy.FIRST, *BANDS).choose(_values(age_years=age_years))
    assert (choice.row.code if choice.row else None) == chosen
    assert choice.unknown == ((AGE,) if age_years is None else ())


def test_the_rows_that_may_be_first_end_with_the_one_that_surely_hits() -> None:
    staff = _row("large", {"party.employees": {"gt": "9"}})
    table = _table(HitPolicy.FIRST, staff, *BANDS, _row("else", {}), _row("never", {}))
    possible = table.possible(_values(age_years=40))
    assert [row.code for row in possible] == ["large", "else"]


@given(age=st.none() | st.integers(0, 99), staff=st.none() | st.integers(0, 99))
def test_a_first_answer_is_the_only_possible_one(age: int | None, staff: int | None) -> None:
    rows = (*BANDS, _row("large", {"party.employees": {"gt": "9"}}), _row("else", {}))
    table = _table(HitPolicy.FIRST, *rows)
    facts = _values(age_years=age, employees=staff)
    choice, possible = table.choose(facts), table.possible(facts)
    assert (choice.row is None) == (len(possible) != 1)
    assert choice.row in {None, *possible}


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 12, 31), ["old"]),
        (date(2027, 1, 1), ["new"]),
        (date(2028, 1, 1), []),
    ],
)
def test_a_rule_holds_from_its_first_day_until_before_its_last(day: date, codes: list[str]) -> None:
    table = _table(
        HitPolicy.COLLECT,
        _row("old", {}, valid_to="2027-01-01"),
        _row("new", {}, valid_from="2027-01-01", valid_to="2028-01-01"),
    )
    assert [row.code for row in table.in_force(day).rows] == codes


def test_a_code_may_follow_itself_but_not_stand_twice() -> None:
    first = _row("a", {}, valid_to="2027-01-01")
    assert len(_table(HitPolicy.COLLECT, first, _row("a", {}, valid_from="2027-01-01")).rows) == 2
    with pytest.raises(Malformed, match="code_twice at /rows/1/code"):
        _table(HitPolicy.COLLECT, first, _row("a", {}, valid_from="2026-12-31"))


@pytest.mark.parametrize(
    ("when", "code", "pointer"),
    [
        ({"party.shoe_size": {"lt": "4"}}, "unknown_fact", "party.shoe_size/lt"),
        ({AGE: {"like": "4"}}, "unfit_operator", f"{AGE}/like"),
        ({AGE: {"is": "4"}}, "unfit_operator", f"{AGE}/is"),
        ({"party.kind": {"lt": "4"}}, "unfit_operator", "party.kind/lt"),
        ({AGE: {"lt": 4}}, "not_a_text", f"{AGE}/lt"),
        ({AGE: {"lt": "four"}}, "not_a_decimal", f"{AGE}/lt"),
        ({"party.kind": {"in": "person"}}, "not_a_list", "party.kind/in"),
        ({"identity.is_card_current": {"is": "yes"}}, "not_true_or_false", "is_card_current/is"),
        ({AGE: {"lt": {"fact": "party.kind"}}}, "unfit_fact", f"{AGE}/lt"),
        ({AGE: {"lt": {"fact": "party.shoe_size"}}}, "unfit_fact", f"{AGE}/lt"),
        ({AGE: {"lt": {"fact": AGE, "plus": 1}}}, "unknown_member", "lt/plus"),
        ({"party.kind": {"starts_with": {"fact": "party.kind"}}}, "unfit_fact", "starts_with"),
        ({AGE: "18"}, "not_an_object", AGE),
        ("always", "not_an_object", "/when"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(when: Any, code: str, pointer: str) -> None:
    with pytest.raises(Malformed) as refusal:
        _table(HitPolicy.COLLECT, _row("a", when))
    assert refusal.value.code == code
    assert refusal.value.pointer.endswith(pointer)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_to": "2026-01-01"}, "ends_before_it_begins"),
        ({"then": 1}, "not_a_text"),
        ({"basis": ""}, "length"),
        ({"comment": "x"}, "unknown_member"),
    ],
)
def test_a_rule_without_its_standing_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Malformed) as refusal:
        _table(HitPolicy.COLLECT, _row("a", {}, **change))
    assert refusal.value.code == code


def test_another_hit_policy_than_the_one_meant_is_refused() -> None:
    document = {"table": "t", "hit_policy": "first", "rows": []}
    with pytest.raises(Malformed, match="other_hit_policy at /hit_policy"):
        table_of(Record(document), OF_CASE, HitPolicy.UNIQUE, text_of)
