"""The life of an account, and how long one in place of another waits."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.disbursement.domain.transfers import RejectionCode
from services.disbursement.payees.domain.accounts import (
    ACCOUNT_MOVES,
    VERDICTS,
    AccountStatus,
    Destination,
    PayeeAccount,
    Rejection,
)
from services.disbursement.payees.domain.cooling import usable_from
from services.disbursement.rails.protocol import Verdict

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
MOMENT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def an_account(status: AccountStatus, usable_since: date = FRIDAY) -> PayeeAccount:
    return PayeeAccount(
        contract_id=ID,
        account_id=ID,
        status=status,
        destination=Destination("102100099996", "6217220000000000014", "李小微"),
        usable_from=usable_since,
        rejection=None,
        is_shared=False,
        version=1,
        created_at=MOMENT,
        updated_at=MOMENT,
    )


def test_the_words_are_those_of_the_rails() -> None:
    assert {each.value for each in Rejection} < {each.value for each in RejectionCode}


def test_only_the_next_account_ends_one() -> None:
    ends = [status for status in AccountStatus if ACCOUNT_MOVES.is_final(status)]
    assert ends == [AccountStatus.REPLACED]
    for status in set(AccountStatus) - {AccountStatus.REPLACED}:
        assert AccountStatus.REPLACED in ACCOUNT_MOVES.moves[status]


def test_every_word_of_a_rail_leads_somewhere() -> None:
    assert set(VERDICTS) == set(Verdict)
    for status, rejection in VERDICTS.values():
        assert status in ACCOUNT_MOVES.moves[AccountStatus.VERIFYING]
        assert (status is AccountStatus.REJECTED) == (rejection is not None)


@pytest.mark.parametrize(
    ("status", "usable_since", "is_usable"),
    [
        (AccountStatus.VERIFIED, FRIDAY, True),
        (AccountStatus.VERIFIED, MONDAY, False),
        (AccountStatus.VERIFYING, FRIDAY, False),
        (AccountStatus.REPLACED, FRIDAY, False),
    ],
)
def test_money_goes_to_a_verified_account_that_has_cooled_off(
    status: AccountStatus, usable_since: date, *, is_usable: bool
) -> None:
    assert an_account(status, usable_since).is_usable_on(FRIDAY) is is_usable


def test_the_first_account_is_usable_at_once() -> None:
    assert usable_from(None, FRIDAY, 1) == FRIDAY


def test_p15_in_place_of_a_verified_account_it_waits_for_the_next_business_day() -> None:
    verified = an_account(AccountStatus.VERIFIED)
    assert usable_from(verified, FRIDAY, 1) == MONDAY
    assert usable_from(verified, FRIDAY, 0) == FRIDAY
    earlier = an_account(AccountStatus.VERIFIED, usable_since=date(2026, 9, 1))
    assert usable_from(earlier, date(2026, 9, 30), 1) == date(2026, 10, 8)  # the National Day


def test_in_place_of_an_account_the_bank_refuses_it_is_usable_at_once() -> None:
    assert usable_from(an_account(AccountStatus.REJECTED), FRIDAY, 1) == FRIDAY


@pytest.mark.parametrize("status", [AccountStatus.REGISTERED, AccountStatus.REJECTED])
def test_p15_nobody_gains_a_day_by_changing_twice(status: AccountStatus) -> None:
    cooling = an_account(status, usable_since=MONDAY)
    assert usable_from(cooling, FRIDAY, 1) == MONDAY


def test_p15_a_longer_wait_is_kept() -> None:
    cooling = an_account(AccountStatus.VERIFIED, usable_since=date(2026, 12, 31))
    assert usable_from(cooling, FRIDAY, 1) == date(2026, 12, 31)
