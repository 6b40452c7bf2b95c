"""An entry balances in every currency, its words are in their form, and its reversal undoes it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.money import Money
from services.kit.postings import (
    DIMENSIONS_MAX,
    LINES_MAX,
    Entry,
    Line,
    UnfitForJournal,
    credit,
    debit,
    reversal_of,
)

SOURCE = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
ENTRY_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
DAY = date(2026, 11, 27)
TEN = Money(1_000, "CNY")
TEN_DOLLARS = Money(1_000, "USD")


def an_entry(*lines: Line) -> Entry:
    return Entry(
        source_type="note",
        source_id=SOURCE,
        event="paid:1",
        kind="payment",
        booked_on=DAY,
        value_date=DAY,
        lines=lines,
    )


BALANCED = an_entry(debit("cash", TEN, product="credit"), credit("fees", TEN))


def test_a_debit_is_positive_and_a_credit_negative() -> None:
    assert [line.amount.amount_minor for line in BALANCED.lines] == [1_000, -1_000]
    assert dict(BALANCED.lines[0].dimensions) == {"product": "credit"}


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (debit("cash", TEN),),
        (debit("cash", TEN), credit("fees", Money(999, "CNY"))),
        (debit("cash", TEN), credit("fees", TEN_DOLLARS)),
        (debit("cash", TEN), credit("fees", TEN), debit("cash", TEN_DOLLARS)),
        (debit("cash", TEN), credit("fees", TEN)) * (LINES_MAX // 2 + 1),
    ],
)
def test_what_does_not_balance_is_no_entry(lines: tuple[Line, ...]) -> None:
    with pytest.raises(UnfitForJournal):
        an_entry(*lines)


def test_two_currencies_balance_each_for_itself() -> None:
    lines = (debit("cash", TEN), credit("fees", TEN))
    dollars = (debit("cash", TEN_DOLLARS), credit("fees", TEN_DOLLARS))
    assert len(an_entry(*lines, *dollars).lines) == 4


@pytest.mark.parametrize(
    "words",
    [{"source_type": "Note"}, {"kind": ""}, {"event": "paid 1"}, {"event": "x" * 121}],
)
def test_words_are_in_their_form(words: dict[str, str]) -> None:
    with pytest.raises(UnfitForJournal):
        replace(BALANCED, **words)  # type: ignore[arg-type]


def test_an_account_is_a_word() -> None:
    with pytest.raises(UnfitForJournal):
        an_entry(debit("Cash!", TEN), credit("fees", TEN))


def test_nothing_is_no_line() -> None:
    with pytest.raises(UnfitForJournal):
        debit("cash", Money(0, "CNY"))


@pytest.mark.parametrize(
    "dimensions",
    [
        {"product": "two words"},
        {"product": ""},
        {"Product": "credit"},
        {f"d{number}": "x" for number in range(DIMENSIONS_MAX + 1)},
    ],
)
def test_dimensions_are_few_and_short(dimensions: dict[str, str]) -> None:
    with pytest.raises(UnfitForJournal):
        Line("cash", TEN, dimensions)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_an_entry_and_its_reversal_come_to_nothing(amounts: list[int]) -> None:
    debits = [debit("cash", Money(amount, "CNY"), part="x") for amount in amounts]
    entry = an_entry(*debits, credit("fees", Money(sum(amounts), "CNY")))
    taken_back = reversal_of(
        ENTRY_ID, entry, event="paid:1:reversed", kind="reversal", booked_on=DAY, value_date=DAY
    )
    assert taken_back.reverses == ENTRY_ID
    for line, back in zip(entry.lines, taken_back.lines, strict=True):
        assert (line.account, line.dimensions) == (back.account, back.dimensions)
        assert (line.amount + back.amount).is_zero
