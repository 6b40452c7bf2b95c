"""What a look at the lists before a payout comes to."""

import pytest

from services.underwriting.cases.domain.screening import ScreeningOutcome, outcome_of
from services.underwriting.domain.statuses import ListStatus


@pytest.mark.parametrize(
    ("status", "news", "outcome"),
    [
        (ListStatus.CLEAR, [], ScreeningOutcome.CLEAR),
        (ListStatus.POSSIBLE, [], ScreeningOutcome.CLEAR),
        (ListStatus.POSSIBLE, ["wle_1"], ScreeningOutcome.LISTED),
        (ListStatus.HIT, [], ScreeningOutcome.LISTED),
    ],
)
def test_only_news_counts_and_the_very_person(
    status: ListStatus, news: list[str], outcome: ScreeningOutcome
) -> None:
    assert outcome_of(status, news) is outcome
