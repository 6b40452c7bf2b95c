"""How the demonstration writes figures."""

import pytest

from deploy.demo import words


@pytest.mark.parametrize(
    ("amount_minor", "written"),
    [(888_488, "¥8,884.88"), (0, "¥0.00"), (5, "¥0.05"), (-123_456_789, "-¥1,234,567.89")],
)
def test_minor_units_are_written_as_an_amount(amount_minor: int, written: str) -> None:
    assert words.minor(amount_minor) == written


def test_another_currency_bears_its_code() -> None:
    assert words.amount({"amount": 100_000, "currency": "EUR"}) == "EUR 1,000.00"


def test_whole_yuan_go_out_in_fen() -> None:
    assert words.yuan(40_000) == {"amount": 4_000_000, "currency": "CNY"}


def test_a_code_is_spoken() -> None:
    assert words.spoken("offer_accepted") == "offer accepted"
