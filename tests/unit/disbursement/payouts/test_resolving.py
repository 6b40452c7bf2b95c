"""What persons say of a payout, and when two of them agree."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts.domain.errors import NotForAPerson
from services.disbursement.payouts.domain.resolving import (
    Finding,
    Proposal,
    ResolutionOutcome,
    confirms,
    counts,
    require_open_to_persons,
    require_possible,
)
from services.kit.errors import Invalid

SETTLED = Finding(ResolutionOutcome.SETTLED, date(2026, 11, 27))
FAILED = Finding(ResolutionOutcome.FAILED, None)
STANDING = Proposal(SETTLED, "one")


def test_the_first_finding_is_a_proposal() -> None:
    assert not confirms(None, SETTLED, "one")


def test_another_person_confirms_the_same() -> None:
    assert confirms(STANDING, SETTLED, "two")


def test_what_was_proposed_before_the_machine_had_it_again_does_not_count() -> None:
    left_at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert counts(left_at + timedelta(seconds=1), left_at)
    assert not counts(left_at - timedelta(seconds=1), left_at)
    assert counts(left_at, None)


def test_the_same_person_only_proposes_anew() -> None:
    assert not confirms(STANDING, SETTLED, "one")
    assert not confirms(STANDING, FAILED, "one")


@pytest.mark.parametrize(
    "finding", [FAILED, Finding(ResolutionOutcome.SETTLED, date(2026, 11, 26))]
)
def test_another_finding_of_another_person_takes_its_place(finding: Finding) -> None:
    assert not confirms(STANDING, finding, "two")


def test_persons_decide_what_the_machine_gave_up() -> None:
    require_open_to_persons(PayoutStatus.UNKNOWN, is_for_a_person=True)


@pytest.mark.parametrize("status", PayoutStatus)
def test_persons_decide_nothing_the_machine_may_yet_hear_of(status: PayoutStatus) -> None:
    with pytest.raises(NotForAPerson):
        require_open_to_persons(status, is_for_a_person=False)


@pytest.mark.parametrize("status", [each for each in PayoutStatus if each != "unknown"])
def test_persons_decide_nothing_but_the_unknown(status: PayoutStatus) -> None:
    with pytest.raises(NotForAPerson):
        require_open_to_persons(status, is_for_a_person=True)


@pytest.mark.parametrize("day", [25, 28])
def test_it_did_not_move_before_it_was_sent_nor_tomorrow(day: int) -> None:
    sent_on, today = date(2026, 11, 26), date(2026, 11, 27)
    for finding in (SETTLED, FAILED, Finding(ResolutionOutcome.SETTLED, sent_on)):
        require_possible(finding, sent_on, today)
    with pytest.raises(Invalid):
        require_possible(Finding(ResolutionOutcome.SETTLED, date(2026, 11, day)), sent_on, today)
