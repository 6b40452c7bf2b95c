"""Whatever the engine drew is drawn again to the last figure; one figure off by one is refused."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from pydantic import ValidationError

from services.kit.money import Money
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.terms import LoanTerms
from services.repayment.loans.domain.errors import (
    EngineVersionUnknown,
    FundingNotPrincipal,
    ScheduleNotReproduced,
)
from services.repayment.loans.domain.reproduction import ToldFigures, reproduced
from services.repayment.loans.schemas.told import FundingTold
from tests.api.repayment.telling import LEVEL, VALUE_DATE, Told, a_funding
from tests.unit.loan_engine.loans import drawn_up, loans

Place = tuple[str | int, ...]
SCHEDULES: tuple[Place, ...] = (("contract", "schedule"), ("schedule",))


def figures_of(funding: Told) -> ToldFigures:
    """The message as it comes over the wire."""
    return FundingTold.model_validate_json(json.dumps(funding)).funding().figures


def told_on(loan: LoanTerms, value_date: date) -> Told:
    """The words for a loan whose money came that day; discards what is no sound loan then."""
    assume(drawn_up(loan) is not None)
    try:
        return a_funding(loan, value_date=value_date)
    except EngineRefusal:
        reject()


def leaves(spot: Any, way: Place = ()) -> Iterator[Place]:
    """The places of all figures below `spot`."""
    if isinstance(spot, dict):
        for name, below in spot.items():
            yield from leaves(below, (*way, name))
    elif isinstance(spot, list):
        for index, below in enumerate(spot):
            yield from leaves(below, (*way, index))
    else:
        yield way


def at(funding: Told, place: Place) -> Any:
    """What stands at a place of the message."""
    spot: Any = funding
    for step in place:
        spot = spot[step]
    return spot


def off_by_one(figure: int | str) -> int | str:
    """The least other figure of its kind: a unit more, a day later, a hundredth dearer."""
    if isinstance(figure, int):
        return figure + 1
    if figure.count("-") == 2:
        return (date.fromisoformat(figure) + timedelta(days=1)).isoformat()
    if figure.endswith("irr"):
        return {"periodic irr": "dated irr"}.get(figure, "periodic irr")
    hundredths = int(figure.replace(".", "")) + 1
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@given(loans(), st.integers(-5, 40))
def test_what_disbursement_draws_is_drawn_again(loan: LoanTerms, days_later: int) -> None:
    value_date = loan.disbursed_on + timedelta(days=days_later)
    funding = told_on(loan, value_date)
    bound = reproduced(figures_of(funding))
    assert bound.loan == replace(loan, disbursed_on=value_date)
    assert len(bound.schedule.rows) == len(funding["schedule"]["rows"])


@given(loans(), st.integers(0, 10), st.data())
def test_any_single_figure_off_by_one_is_refused(
    loan: LoanTerms, days_later: int, data: st.DataObject
) -> None:
    funding = told_on(loan, loan.disbursed_on + timedelta(days=days_later))
    whole = data.draw(st.sampled_from(SCHEDULES))
    place = data.draw(st.sampled_from([*leaves(at(funding, whole))]))
    spot = at(funding, (*whole, *place[:-1]))
    spot[place[-1]] = off_by_one(spot[place[-1]])
    with pytest.raises((ScheduleNotReproduced, ValidationError)):
        reproduced(figures_of(funding))


@pytest.mark.parametrize("whole", SCHEDULES, ids=str)
def test_each_place_is_named_and_no_figure_is(whole: Place) -> None:
    for place in leaves(at(a_funding(), whole)):
        funding = a_funding()
        spot = at(funding, (*whole, *place[:-1]))
        spot[place[-1]] = off_by_one(spot[place[-1]])
        with pytest.raises(ScheduleNotReproduced) as refused:
            reproduced(figures_of(funding))
        (error,) = refused.value.errors
        assert error.pointer == "/" + "/".join(map(str, (*whole, *place)))
        assert refused.value.detail == ""


@pytest.mark.parametrize("whole", SCHEDULES, ids=str)
def test_a_row_too_many_or_too_few_is_named_before_any_figure(whole: Place) -> None:
    for change in (list.pop, lambda rows: rows.append(rows[-1])):
        funding = a_funding()
        change(at(funding, (*whole, "rows")))
        with pytest.raises(ScheduleNotReproduced) as refused:
            reproduced(figures_of(funding))
        assert refused.value.errors[0].pointer == "/" + "/".join(map(str, (*whole, "rows")))


def test_the_first_difference_is_the_one_that_is_named() -> None:
    funding = a_funding()
    funding["schedule"]["totals"]["paid"] += 1
    funding["contract"]["schedule"]["rows"][2]["fees"] += 1
    with pytest.raises(ScheduleNotReproduced) as refused:
        reproduced(figures_of(funding))
    assert refused.value.errors[0].pointer == "/contract/schedule/rows/2/fees"


def test_an_engine_we_do_not_have_is_not_tried() -> None:
    figures = figures_of(a_funding())
    with pytest.raises(EngineVersionUnknown):
        reproduced(replace(figures, terms=replace(figures.terms, engine_version="2.0")))


@pytest.mark.parametrize(
    "amount", [Money(LEVEL.principal_minor - 1, "CNY"), Money(LEVEL.principal_minor, "USD")]
)
def test_money_that_is_not_the_principal_opens_nothing(amount: Money) -> None:
    with pytest.raises(FundingNotPrincipal):
        reproduced(replace(figures_of(a_funding()), amount=amount))


def test_terms_that_are_no_loan_on_the_value_date_are_named_as_such() -> None:
    loan = replace(LEVEL, first_due_on=VALUE_DATE + timedelta(days=1))
    figures = figures_of(a_funding(loan))
    with pytest.raises(ScheduleNotReproduced) as refused:
        reproduced(replace(figures, value_date=VALUE_DATE + timedelta(days=1)))
    assert refused.value.errors[0].pointer == "/contract/terms"


def test_terms_that_no_schedule_repays_are_named_as_such() -> None:
    """Level instalments so late that they would not cover the interest."""
    figures = figures_of(a_funding())
    hopeless = replace(
        LEVEL, rate_ppm=1_000_000, first_due_on=date(2030, 3, 10), instalments=240, fees=()
    )
    agreed = replace(figures.terms.planned, loan=hopeless)
    with pytest.raises(ScheduleNotReproduced) as refused:
        reproduced(replace(figures, terms=replace(figures.terms, planned=agreed)))
    assert refused.value.errors[0].pointer == "/contract/terms"
