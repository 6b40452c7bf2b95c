"""I18: what callers wrote is text in a spreadsheet, never a formula."""

import csv
from io import StringIO

import pytest

from services.kit.csv_text import csv_of
from services.kit.money import Money


def cells(*row: str | int | Money | None) -> list[str]:
    text = csv_of(["head"] * len(row), [row]).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1]


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＠x"),
        "=cmd|'/C calc'!A0",
    ],
)
def test_i18_what_begins_a_formula_is_disarmed(text: str) -> None:
    assert cells(text) == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "bank:1", 'say "a", b', "two\r\nlines", "张三", "1-2"])
def test_other_text_comes_back_as_it_was(text: str) -> None:
    assert cells(text) == [text]


@pytest.mark.parametrize(
    ("money", "spelt"),
    [
        (Money(123_456_789, "CNY"), "1234567.89"),
        (Money(-5, "CNY"), "-0.05"),
        (Money(5, "JPY"), "5"),
        (Money(1_001, "KWD"), "1.001"),
    ],
)
def test_money_is_in_major_units(money: Money, spelt: str) -> None:
    assert cells(money) == [spelt]


def test_rows_end_as_the_standard_has_them_and_say_their_encoding() -> None:
    assert csv_of(["日期", "n"], [["x", 1], [None, 2]]) == "\ufeff日期,n\r\nx,1\r\n,2\r\n".encode()
