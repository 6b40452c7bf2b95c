"""What is quoted for a day settles the loan when it is paid on it, to the cent."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Invalid
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import Kind
from services.repayment.receipts.domain.errors import QuoteExpired, QuoteOutdated
from services.repayment.receipts.domain.quoting import (
    AHEAD_DAYS_MAX,
    DAYS_QUOTED,
    Quote,
    quoted_days,
    require_quotable,
)
from tests.unit.repayment.receipts.folded import BEGAN, FIRST_DUE, after, happened

DAY = timedelta(days=1)
QUOTE = Quote(
    loan_id=UUID(int=1),
    quote_id=UUID(int=2),
    currency="CNY",
    loan_sequence=4,
    days=tuple(quoted_days(after(), FIRST_DUE - 2 * DAY)),
)


@given(
    began=st.dates(BEGAN, date(2027, 3, 1)),
    paid=st.lists(st.tuples(st.dates(BEGAN, date(2027, 3, 1)), st.integers(1, 3_000_000))),
)
def test_each_day_settles_the_loan(began: date, paid: list[tuple[date, int]]) -> None:
    history = [
        happened(Kind.RECEIVED, amount, on, f"r{place}")
        for place, (on, amount) in enumerate(paid)
        if on < began
    ]
    for day in quoted_days(after(*history), began):
        assert day.total_minor == max(0, sum(day.owed.values()) - day.suspense_minor)
        if day.total_minor == 0:
            continue
        settled = after(*history, happened(Kind.PREPAID, day.total_minor, day.on, "quoted"))
        line = settled.line_on(day.on)
        assert line is not None
        assert (line.owed_in_all(day.on), line.moved.suspense) == (0, 0)
        last = settled.line_on(day.on + 400 * DAY)
        assert last is not None
        assert last.owed_in_all(day.on + 400 * DAY) == 0


def test_a_quote_is_for_a_week_and_names_its_parts() -> None:
    assert len(QUOTE.days) == DAYS_QUOTED
    assert QUOTE.valid_until == QUOTE.days[-1].on == FIRST_DUE + 4 * DAY
    assert set(QUOTE.days[0].owed) == set(Component)


@pytest.mark.parametrize(
    ("sequence", "today", "is_payable"),
    [
        (4, FIRST_DUE, True),
        (4, QUOTE.valid_until, True),
        (4, QUOTE.valid_until + DAY, False),
        (5, FIRST_DUE, False),
    ],
)
def test_it_can_be_paid_until_its_last_day_while_the_loan_stays(
    sequence: int,
    today: date,
    is_payable: bool,  # noqa: FBT001 - a case of the table
) -> None:
    assert QUOTE.is_payable(sequence, today) is is_payable


def test_only_what_it_says_for_the_day_is_paid_as_quoted() -> None:
    day = QUOTE.days[1]
    exact = Money(day.total_minor, "CNY")
    QUOTE.require_payable(4, day.on, exact)
    with pytest.raises(QuoteOutdated):
        QUOTE.require_payable(5, day.on, exact)
    with pytest.raises(QuoteExpired):
        QUOTE.require_payable(4, QUOTE.valid_until + DAY, exact)
    with pytest.raises(Invalid) as refused:
        QUOTE.require_payable(4, day.on, Money(day.total_minor + 1, "CNY"))
    assert refused.value.errors[0].pointer == "/amount/amount"


@pytest.mark.parametrize("ahead", [0, AHEAD_DAYS_MAX])
def test_a_day_within_a_month_can_be_quoted(ahead: int) -> None:
    require_quotable(FIRST_DUE + ahead * DAY, FIRST_DUE)


@pytest.mark.parametrize("ahead", [-1, AHEAD_DAYS_MAX + 1])
def test_other_days_cannot(ahead: int) -> None:
    with pytest.raises(Invalid):
        require_quotable(FIRST_DUE + ahead * DAY, FIRST_DUE)
