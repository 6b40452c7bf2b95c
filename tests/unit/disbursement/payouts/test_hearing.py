"""What a provider's word comes to, wherever the payout stands: one total table."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations, product

import pytest

from services.disbursement.domain.statuses import PAYOUT_MOVES, PayoutStatus
from services.disbursement.domain.transfers import Transfer, TransferStatus
from services.disbursement.payouts.domain.hearing import (
    JUDGEMENTS,
    Judgement,
    Sent,
    judge,
    moved_on,
)
from services.kit.money import Money

DAY = date(2026, 11, 27)
INDEX = b"i" * 32
SENT = Sent("pay_1", Money(100, "CNY"), INDEX, DAY, DAY)
HEARD = Transfer(
    key="pay_1",
    reference="SR-1",
    status=TransferStatus.SETTLED,
    amount=Money(100, "CNY"),
    account_number="6222990000000000018",
    settled_on=DAY,
    returned_on=DAY,
)
TARGETS = {
    Judgement.SETTLE: (PayoutStatus.SETTLED,),
    Judgement.FAIL: (PayoutStatus.FAILED,),
    Judgement.RETURN: (PayoutStatus.RETURNED,),
    Judgement.SETTLE_AND_RETURN: (PayoutStatus.SETTLED, PayoutStatus.RETURNED),
}


def test_every_status_has_an_answer_to_every_word() -> None:
    assert JUDGEMENTS.keys() == set(PayoutStatus)
    assert all(row.keys() == set(TransferStatus) for row in JUDGEMENTS.values())


@pytest.mark.parametrize(("status", "word"), [*product(PayoutStatus, TransferStatus)])
def test_what_is_to_be_done_is_a_move_that_may_be_made(
    status: PayoutStatus, word: TransferStatus
) -> None:
    for target in TARGETS.get(JUDGEMENTS[status][word], ()):
        status = PAYOUT_MOVES.step(status, target)


@pytest.mark.parametrize("words", [*permutations(TransferStatus)])
def test_p8_no_order_of_words_moves_a_payout_back(words: tuple[TransferStatus, ...]) -> None:
    status, passed = PayoutStatus.SUBMITTED, [PayoutStatus.SUBMITTED]
    for word in words:
        for target in TARGETS.get(judge(status, SENT, replace(HEARD, status=word), INDEX, DAY), ()):
            status = PAYOUT_MOVES.step(status, target)
            passed.append(status)
    assert len(passed) == len(set(passed))
    assert PAYOUT_MOVES.is_final(status)


@pytest.mark.parametrize(
    "other",
    [
        replace(HEARD, key="pay_2"),
        replace(HEARD, amount=Money(99, "CNY")),
        replace(HEARD, amount=Money(100, "USD")),
    ],
)
def test_p11_what_is_not_what_we_sent_is_quarantined(other: Transfer) -> None:
    assert judge(PayoutStatus.SUBMITTED, SENT, other, INDEX, DAY) is Judgement.QUARANTINE


def test_p11_another_account_is_quarantined() -> None:
    assert judge(PayoutStatus.UNKNOWN, SENT, HEARD, b"o" * 32, DAY) is Judgement.QUARANTINE
    nothing_sent = replace(SENT, account_index=None)
    assert judge(PayoutStatus.APPROVED, nothing_sent, HEARD, INDEX, DAY) is Judgement.QUARANTINE


UNSETTLED = replace(HEARD, settled_on=None)
UNRETURNED = replace(HEARD, returned_on=None)


@pytest.mark.parametrize(
    ("status", "heard"),
    [
        (PayoutStatus.SUBMITTED, UNSETTLED),
        (PayoutStatus.SUBMITTED, replace(UNSETTLED, status=TransferStatus.RETURNED)),
        (PayoutStatus.SUBMITTED, replace(UNRETURNED, status=TransferStatus.RETURNED)),
        (PayoutStatus.SETTLED, replace(UNRETURNED, status=TransferStatus.RETURNED)),
    ],
)
def test_money_without_a_day_is_quarantined(status: PayoutStatus, heard: Transfer) -> None:
    assert judge(status, SENT, heard, INDEX, DAY) is Judgement.QUARANTINE


BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
RETURNED = replace(HEARD, status=TransferStatus.RETURNED)


@pytest.mark.parametrize("word", [TransferStatus.SETTLED, TransferStatus.RETURNED])
@pytest.mark.parametrize("settled_on", [BEFORE, AFTER])
def test_money_did_not_move_before_it_was_sent_nor_tomorrow(
    word: TransferStatus, settled_on: date
) -> None:
    heard = replace(HEARD, status=word, settled_on=settled_on, returned_on=AFTER)
    assert judge(PayoutStatus.UNKNOWN, SENT, heard, INDEX, DAY) is Judgement.QUARANTINE


def test_money_that_moved_later_than_it_was_sent_for_did() -> None:
    late = replace(HEARD, settled_on=AFTER)
    assert judge(PayoutStatus.UNKNOWN, SENT, late, INDEX, AFTER) is Judgement.SETTLE
    # Whoever hears of it may be a day behind who sent it.
    assert judge(PayoutStatus.UNKNOWN, SENT, HEARD, INDEX, BEFORE) is Judgement.SETTLE


@pytest.mark.parametrize("status", [PayoutStatus.SETTLED, PayoutStatus.UNKNOWN])
def test_nothing_came_back_before_it_arrived(status: PayoutStatus) -> None:
    heard = replace(RETURNED, returned_on=BEFORE)
    assert judge(status, SENT, heard, INDEX, DAY) is Judgement.QUARANTINE
    assert judge(status, SENT, RETURNED, INDEX, DAY) is not Judgement.QUARANTINE


@pytest.mark.parametrize("status", [PayoutStatus.SETTLED, PayoutStatus.UNKNOWN])
def test_nothing_came_back_on_a_day_to_come(status: PayoutStatus) -> None:
    heard = replace(RETURNED, returned_on=AFTER)
    assert judge(status, SENT, heard, INDEX, DAY) is Judgement.QUARANTINE
    assert judge(status, SENT, heard, INDEX, AFTER) is not Judgement.QUARANTINE
    # Whoever hears of it may be a day behind who sent it.
    assert judge(status, SENT, RETURNED, INDEX, BEFORE) is not Judgement.QUARANTINE


@pytest.mark.parametrize(
    ("said", "counts_from"), [(DAY, DAY), (None, AFTER), (BEFORE, AFTER), (date(2062, 1, 1), AFTER)]
)
def test_what_moved_against_our_word_counts_from_a_day_it_can_have_moved_on(
    said: date | None, counts_from: date
) -> None:
    assert moved_on(DAY, said, AFTER) == counts_from


def test_an_end_is_contradicted_and_not_flipped() -> None:
    failed = replace(HEARD, status=TransferStatus.FAILED)
    assert judge(PayoutStatus.SETTLED, SENT, failed, INDEX, DAY) is Judgement.CONFLICT
    assert judge(PayoutStatus.FAILED, SENT, HEARD, INDEX, DAY) is Judgement.CONFLICT
    assert judge(PayoutStatus.RETURNED, SENT, HEARD, INDEX, DAY) is Judgement.STALE
