"""Where a test clock stands, and when it is done."""

from datetime import date

import pytest

from services.kit.sandbox.standing import ClockOnlyMovesForward, ClosingState, Standing

TODAY = date(2026, 3, 10)
YESTERDAY = date(2026, 3, 9)


def test_it_goes_a_day_further_only_while_it_is_not_there() -> None:
    on_its_way = Standing(0, 1, None)
    one_further = on_its_way.yesterday_closed(TODAY)
    assert one_further == Standing(1, 1, YESTERDAY)
    assert one_further.yesterday_closed(date(2026, 3, 11)) == Standing(1, 1, TODAY)


def test_a_closed_day_stays_closed() -> None:
    assert Standing(0, 0, TODAY).yesterday_closed(TODAY).closed_on == TODAY


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (Standing(0, 0, None), ClosingState.CLOSING),
        (Standing(0, 0, date(2026, 3, 8)), ClosingState.CLOSING),
        (Standing(0, 1, YESTERDAY), ClosingState.CLOSING),
        (Standing(1, 1, YESTERDAY), ClosingState.DONE),
    ],
)
def test_it_is_done_on_its_day_with_all_days_before_closed(
    standing: Standing, state: ClosingState
) -> None:
    assert standing.state(TODAY) is state


def test_it_is_sent_forward_only() -> None:
    assert Standing(2, 2, None).sent_to(2) == Standing(2, 2, None)
    assert Standing(2, 2, None).sent_to(9).target_on(TODAY) == date(2026, 3, 17)
    with pytest.raises(ClockOnlyMovesForward):
        Standing(0, 2, None).sent_to(1)


def test_it_shows_the_machines_day_and_as_many_more() -> None:
    assert Standing(2, 5, None).business_date(TODAY) == date(2026, 3, 12)
