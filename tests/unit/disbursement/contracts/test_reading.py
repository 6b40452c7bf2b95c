"""The time for reading, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from services.disbursement.contracts.domain.errors import (
    DisclosureChanged,
    DisclosureUnread,
    StillReading,
)
from services.disbursement.contracts.domain.reading import Reading, require_read

BEGAN = datetime(2026, 11, 23, tzinfo=UTC)
TAKES = timedelta(seconds=15)
STANDS, OTHER = b"\x01" * 32, b"\x02" * 32
READING = Reading(BEGAN, STANDS)


def test_after_the_time_it_may_be_confirmed() -> None:
    assert require_read(READING, STANDS, STANDS, BEGAN + TAKES, TAKES) is READING


def test_before_it_is_told_how_long_it_takes_yet() -> None:
    now = BEGAN + timedelta(seconds=3.2)
    with pytest.raises(StillReading) as refused:
        require_read(READING, STANDS, STANDS, now, TAKES)
    assert refused.value.retry_after_s == 12


def test_another_disclosure_is_not_confirmed() -> None:
    with pytest.raises(DisclosureChanged):
        require_read(READING, OTHER, STANDS, BEGAN + TAKES, TAKES)


@pytest.mark.parametrize("reading", [None, Reading(BEGAN, OTHER)])
def test_what_nobody_read_is_not_confirmed(reading: Reading | None) -> None:
    with pytest.raises(DisclosureUnread):
        require_read(reading, STANDS, STANDS, BEGAN + TAKES, TAKES)
