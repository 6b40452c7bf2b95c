"""Which lines are kept of a loan, and until when they are enough."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.servicing.growth_line import BIGINT_MAX
from services.loan_engine.servicing.line import Line
from services.loan_engine.terms import RATE_PPM_MAX
from services.repayment.positions.domain.kept_lines import LINES_AHEAD, KeptLine, kept_of
from services.repayment.positions.domain.shards import SHARDS, shard_of
from tests.unit.loan_engine.loans import BULLET, a_loan
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    an_agreement,
    disbursed,
    folded,
    paid_as_agreed,
)

DAY = timedelta(days=1)


def test_the_line_that_holds_comes_first_and_each_names_the_next() -> None:
    loan = folded(an_agreement(), disbursed())
    kept = kept_of(loan, date(2026, 3, 20))
    assert kept is not None
    assert kept.current.line is loan.line_on(date(2026, 3, 20))
    assert len(kept.lines) == LINES_AHEAD + 1
    for one, following in zip(kept.lines, kept.lines[1:], strict=False):
        assert one.next_change_on == following.line.from_day
    assert kept.refold_on == kept.lines[-1].next_change_on


def test_a_last_line_is_good_for_a_year() -> None:
    loan = folded(an_agreement(a_loan(instalments=1, method=BULLET)), disbursed())
    last = loan.lines[-1].from_day
    kept = kept_of(loan, last + 10 * DAY)
    assert kept is not None
    assert kept.current.next_change_on is None
    assert kept.refold_on == last + 366 * DAY


@given(
    st.integers(min_value=10**9, max_value=10**10),
    st.integers(min_value=100_000, max_value=RATE_PPM_MAX),
    st.integers(min_value=1, max_value=480),
    st.sampled_from(DayCount),
    st.integers(min_value=0, max_value=400),
)
def test_what_is_kept_fits_a_bigint_for_as_long_as_it_is_kept(
    principal_minor: int, rate_ppm: int, instalments: int, day_count: DayCount, since: int
) -> None:
    terms = a_loan(
        principal_minor=principal_minor,
        rate_ppm=rate_ppm,
        method=BULLET,
        instalments=instalments,
        day_count=day_count,
    )
    loan, opening = folded(an_agreement(terms), disbursed(principal_minor)), PAID_OUT + since * DAY
    kept = kept_of(loan, opening)
    assert kept is not None
    assert kept.current.line.from_day <= opening < kept.refold_on
    for each in kept.lines:
        line, last = each.line, (each.next_change_on or kept.refold_on) - DAY
        assert _largest(line, last) <= BIGINT_MAX
        for day in (line.from_day, last):
            assert line.owed_in_all(day) == loan.line_on(day).owed_in_all(day)  # type: ignore[union-attr]


def test_a_line_that_grows_too_large_is_begun_anew_in_time() -> None:
    """Its amount, rate, months and days have no factor in common that would cancel."""
    terms = a_loan(
        principal_minor=9_999_999_967,
        rate_ppm=299_999,
        method=BULLET,
        instalments=11,
        day_count=DayCount.ACTUAL_365,
    )
    loan = folded(an_agreement(terms), disbursed(9_999_999_967))
    (line, *_) = loan.lines
    kept = kept_of(loan, PAID_OUT + 200 * DAY)
    assert kept is not None
    safe_until = PAID_OUT + 277 * DAY
    assert (kept.current.line, kept.current.next_change_on) == (line, safe_until)
    assert kept.lines[1] == KeptLine(line.begun_on(safe_until), loan.lines[1].from_day)
    later = kept_of(loan, safe_until)
    assert later is not None
    assert later.current == kept.lines[1]


def test_the_line_of_a_loan_that_is_paid_back_is_good_for_ever() -> None:
    agreement = an_agreement(a_loan(instalments=3))
    loan = folded(agreement, disbursed(), *paid_as_agreed(agreement, 3))
    kept = kept_of(loan, loan.lines[-1].from_day + 400 * DAY)
    assert kept is not None
    assert kept.current.line.owed_in_all(date(2030, 1, 1)) == 0
    assert kept.refold_on == date.max


def test_before_anything_happened_nothing_is_kept() -> None:
    loan = folded(an_agreement(), disbursed())
    assert kept_of(loan, PAID_OUT - DAY) is None
    assert kept_of(folded(an_agreement()), PAID_OUT) is None


def test_loans_are_spread_over_all_shards() -> None:
    assert {shard_of(UUID(int=number)) for number in range(SHARDS)} == set(range(SHARDS))


def _largest(line: Line, day: date) -> int:
    """The largest number on the way to what the line comes to on a day."""
    days, steps = (day - line.from_day).days, days_counted(line.from_day, day, line.day_count)
    parts = ((line.interest, steps), (line.penalty, days), (line.compound, days))
    return max(each.carry + each.slope * step + each.denominator // 2 for each, step in parts)
