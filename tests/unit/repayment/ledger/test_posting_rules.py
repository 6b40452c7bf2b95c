"""Every occasion has two accounts of the chart, and what they make balances."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.kit.money import Money
from services.repayment.ledger.domain.chart import CHART, AccountCode
from services.repayment.ledger.domain.posting_rules import (
    POSTING_RULES,
    Booked,
    LoanPosting,
    Occasion,
    entry_of,
)

LOAN_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
DAY = date(2026, 3, 12)

booked = st.builds(
    Booked,
    occasion=st.sampled_from(Occasion),
    amount=st.builds(Money, st.integers(1, 10**10), st.just("CNY")),
    detail=st.none() | st.sampled_from(["service", "insurance"]),
)


def a_posting(*amounts: Booked) -> LoanPosting:
    return LoanPosting(
        loan_id=LOAN_ID,
        product_code="SOLE_TRADER_CREDIT",
        event="disbursed:pay_1",
        kind="disbursement",
        booked_on=DAY,
        value_date=DAY,
        amounts=amounts,
    )


def test_every_occasion_has_its_rule_and_every_account_its_place_in_the_chart() -> None:
    assert set(POSTING_RULES) == set(Occasion)
    assert {account.code for account in CHART} == set(AccountCode)
    assert all(sides.debit != sides.credit for sides in POSTING_RULES.values())


@given(st.lists(booked, min_size=1, max_size=10))
def test_each_amount_is_on_both_sides_with_what_it_belongs_to(amounts: list[Booked]) -> None:
    entry = entry_of(a_posting(*amounts))
    assert sum(line.amount.amount_minor for line in entry.lines) == 0
    pairs = list(zip(entry.lines[::2], entry.lines[1::2], strict=True))
    for asked, (left, right) in zip(amounts, pairs, strict=True):
        assert (left.account, right.account) == POSTING_RULES[asked.occasion]
        assert left.amount == -right.amount == asked.amount
        assert left.dimensions == right.dimensions
        assert left.dimensions["product"] == "SOLE_TRADER_CREDIT"
        assert left.dimensions.get("detail") == asked.detail


def test_an_entry_names_its_loan_and_what_it_books() -> None:
    entry = entry_of(a_posting(Booked(Occasion.PRINCIPAL_LENT, Money(5, "CNY"))))
    assert (entry.source_type, entry.source_id) == ("loan", LOAN_ID)
    assert (entry.event, entry.kind) == ("disbursed:pay_1", "disbursement")
