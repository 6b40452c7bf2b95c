"""Which lines are kept of a loan, and until when they are enough."""

from datetime import date, timedelta
from uuid import UUID

from services.repayment.positions.domain.kept_lines import LINES_AHEAD, kept_of
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
