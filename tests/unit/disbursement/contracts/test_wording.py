"""Amounts, rates and days as a contract writes them."""

from datetime import date

import pytest

from services.disbursement.contracts.domain.places import multiple, penalty_rate_ppm
from services.disbursement.contracts.domain.wording import capitals, day, figures, percent
from services.kit.money import Money


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (3_000_000, "人民币叁万元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (105, "人民币壹元零伍分"),
        (110, "人民币壹元壹角整"),
        (1_000_01, "人民币壹仟元零壹分"),
        (1_005_00, "人民币壹仟零伍元整"),
        (10_000_00, "人民币壹万元整"),
        (10_005_00, "人民币壹万零伍元整"),
        (10_500_00, "人民币壹万零伍佰元整"),
        (200_010_00, "人民币贰拾万零壹拾元整"),
        (1_234_567_89, "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        (100_500_000_00, "人民币壹亿零伍拾万元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
    ],
)
def test_an_amount_is_written_in_capitals(fen: int, written: str) -> None:
    assert capitals(Money(fen, "CNY")) == written


def test_another_currency_is_written_in_figures() -> None:
    assert capitals(Money(150, "USD")) == "USD 1.50"
    assert figures(Money(1_234_567, "JPY")) == "1,234,567"


def test_a_rate_has_two_decimals_or_as_many_as_it_needs() -> None:
    assert [percent(ppm) for ppm in (120_000, 144_500, 123_456)] == ["12.00%", "14.45%", "12.3456%"]


def test_a_day_is_written_in_the_language_of_the_document() -> None:
    assert day(date(2026, 1, 5), "zh-CN") == "2026年1月5日"
    assert day(date(2026, 12, 31), "en") == "31 December 2026"


def test_the_penalty_is_a_multiple_of_the_rate() -> None:
    assert penalty_rate_ppm(144_000, 1_500_000) == 216_000
    assert penalty_rate_ppm(1, 1_500_000) == 2
    assert [multiple(ppm) for ppm in (1_500_000, 2_000_000)] == ["1.5", "2"]
