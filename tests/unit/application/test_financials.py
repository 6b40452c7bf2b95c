"""What a borrower says of its means: what is open, what is asked, and in which currency."""

from services.application.domain.financials import NOTHING_SAID, Financials
from services.kit.money import Money

SAID = Financials(monthly_income=Money(900_000, "CNY"), existing_debt=Money(0, "CNY"))


def test_nothing_said_is_told_from_nothing_owed() -> None:
    assert NOTHING_SAID.is_empty
    assert not Financials(existing_debt=Money(0, "CNY")).is_empty
    assert set(SAID.amounts()) == {"monthly_income", "existing_debt"}


def test_a_change_takes_back_what_it_names_with_nothing() -> None:
    changed = SAID.with_changes({"existing_debt": None, "years_in_trade": 6})
    assert changed == Financials(monthly_income=Money(900_000, "CNY"), years_in_trade=6)


def test_what_was_asked_for_and_left_open_is_pointed_at() -> None:
    gaps = SAID.gaps(("monthly_income", "monthly_sales", "business_licence", "years_in_trade"))
    assert [each.pointer for each in gaps] == [
        "/financials/monthly_sales",
        "/financials/years_in_trade",
    ]


def test_amounts_are_in_the_products_currency() -> None:
    mixed = SAID.with_changes({"monthly_sales": Money(1, "USD")})
    assert [each.pointer for each in mixed.breaches("CNY")] == [
        "/financials/monthly_sales/currency"
    ]
    assert list(SAID.breaches("CNY")) == []
