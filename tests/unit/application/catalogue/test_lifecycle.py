"""From draft to offered to replaced."""

from datetime import date, timedelta

import pytest

from services.application.catalogue.domain.errors import VersionOutOfDate
from services.application.catalogue.domain.lending_limits import LENDING_LIMITS, limits_on
from services.application.catalogue.domain.lifecycle import VERSION_LIFE, activated, replaced
from services.application.domain.products import VersionStatus
from services.kit.errors import OwnWork, TransitionNotAllowed
from tests.unit.application.catalogue.versions import APPROVER, MAKER, TODAY, a_version

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def test_nobody_approves_what_they_made() -> None:
    with pytest.raises(OwnWork):
        activated(a_version(), approver=MAKER, today=TODAY)


@pytest.mark.parametrize("status", [VersionStatus.ACTIVE, VersionStatus.RETIRED])
def test_only_a_draft_is_approved(status: VersionStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        activated(a_version(status), approver="somebody", today=TODAY)


@pytest.mark.parametrize(
    ("valid_from", "begins_on"), [(TOMORROW, TOMORROW), (TODAY, TODAY), (YESTERDAY, TODAY)]
)
def test_a_version_begins_on_its_first_day_or_today(valid_from: date, begins_on: date) -> None:
    version = activated(a_version(valid_from=valid_from), approver=APPROVER, today=TODAY)
    assert (version.status, version.approver) == (VersionStatus.ACTIVE, APPROVER)
    assert version.valid_from == begins_on


def test_a_version_whose_time_is_over_is_not_approved() -> None:
    late = a_version(valid_from=YESTERDAY, valid_to=TODAY)
    with pytest.raises(VersionOutOfDate):
        activated(late, approver=APPROVER, today=TODAY)


def test_a_replaced_version_is_offered_until_the_new_one_begins() -> None:
    former = replaced(a_version(VersionStatus.ACTIVE, YESTERDAY), from_day=TOMORROW)
    assert former.status is VersionStatus.RETIRED
    assert [former.is_offered_on(day) for day in (YESTERDAY, TODAY, TOMORROW)] == [
        True,
        True,
        False,
    ]


def test_a_version_that_had_not_begun_is_never_offered() -> None:
    former = replaced(a_version(VersionStatus.ACTIVE, TOMORROW), from_day=TODAY)
    assert former.valid_to == former.valid_from
    assert not former.is_offered_on(TOMORROW)


def test_a_replacement_never_lengthens_the_former() -> None:
    ending = a_version(VersionStatus.RETIRED, YESTERDAY, TODAY)
    assert replaced(ending, from_day=TOMORROW).valid_to == TODAY


def test_a_draft_is_never_offered() -> None:
    assert not a_version().is_offered_on(TODAY)


def test_every_status_has_its_place_in_the_table() -> None:
    assert set(VERSION_LIFE.moves) == set(VersionStatus)


def test_limits_of_law_are_found_by_date() -> None:
    first = LENDING_LIMITS[0]
    assert limits_on(first.valid_from) is first
    assert limits_on(date(1990, 1, 1)) is first
    assert limits_on(date(2199, 1, 1)) is LENDING_LIMITS[-1]
