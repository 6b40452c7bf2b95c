"""Money is exact: what is split or allocated sums back to the last minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.currencies import EXPONENTS, UnknownCurrency, currency_of, exponent_of
from services.kit.money import AMOUNT_MINOR_MAX, AmountOutOfRange, Money, UnlikeCurrencies

amounts = st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX)
moneys = st.builds(Money, amounts, st.sampled_from(["JPY", "CNY", "BHD"]))
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=60).filter(any)


def total(shares: tuple[Money, ...]) -> int:
    return sum(share.amount_minor for share in shares)


@given(moneys, st.integers(1, 400))
def test_a_split_sums_back_and_is_even(money: Money, parts: int) -> None:
    shares = money.split(parts)
    sizes = [abs(share.amount_minor) for share in shares]
    assert len(shares) == parts
    assert total(shares) == money.amount_minor
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    assert {share.currency for share in shares} == {money.currency}


@given(moneys, weights)
def test_an_allocation_sums_back_and_is_fair(money: Money, by: list[int]) -> None:
    shares = money.allocate(by)
    assert total(shares) == money.amount_minor
    for share, weight in zip(shares, by, strict=True):
        exact_times_whole = abs(money.amount_minor) * weight
        off = abs(share.amount_minor) * sum(by) - exact_times_whole
        assert abs(off) < sum(by)  # less than one minor unit from the exact share
        assert weight or share.is_zero


@given(moneys, weights)
def test_what_is_owed_is_allocated_as_what_is_owned(money: Money, by: list[int]) -> None:
    assert (-money).allocate(by) == tuple(-share for share in money.allocate(by))


def test_the_largest_remainder_wins_and_ties_go_first() -> None:
    cents = Money(100, "CNY")
    assert [share.amount_minor for share in cents.allocate([1, 1, 1])] == [34, 33, 33]
    assert [share.amount_minor for share in cents.allocate([1, 5])] == [17, 83]
    assert [share.amount_minor for share in Money(5, "JPY").allocate([3, 7])] == [2, 3]


@pytest.mark.parametrize("by", [[], [0, 0], [1, -1]])
def test_weights_that_weigh_nothing_are_refused(by: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        Money(1, "CNY").allocate(by)


def test_nothing_is_split_into_no_parts() -> None:
    with pytest.raises(ValueError, match="part"):
        Money(1, "CNY").split(0)


@given(moneys, moneys)
def test_arithmetic_stays_within_a_currency(one: Money, other: Money) -> None:
    if one.currency != other.currency:
        for attempt in (one.__add__, one.__sub__, one.__lt__, one.__le__, one.__gt__, one.__ge__):
            with pytest.raises(UnlikeCurrencies):
                attempt(other)
        assert one != other
    elif abs(one.amount_minor + other.amount_minor) <= AMOUNT_MINOR_MAX:
        assert (one + other) - other == one
        assert (one < other) == (one.amount_minor < other.amount_minor)


@pytest.mark.parametrize("amount", [True, 1.0, "1", None])
def test_an_amount_is_a_whole_number_and_nothing_else(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "CNY")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1, "CNY") * amount  # type: ignore[operator]


@pytest.mark.parametrize("amount", [AMOUNT_MINOR_MAX + 1, -AMOUNT_MINOR_MAX - 1])
def test_an_amount_beyond_the_limit_is_refused(amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        Money(amount, "CNY")
    with pytest.raises(AmountOutOfRange):
        Money(AMOUNT_MINOR_MAX, "CNY") * 2


def test_money_is_scaled_by_whole_numbers() -> None:
    assert 3 * Money(5, "CNY") == Money(5, "CNY") * 3 == Money(15, "CNY")
    assert abs(Money(-5, "CNY")) == -Money(-5, "CNY")
    assert Money(0, "CNY").is_zero
    assert Money(-1, "CNY").is_negative


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1050000, "CNY"), "CNY 10,500.00"),
        (Money(-5, "CNY"), "CNY -0.05"),
        (Money(1234567, "JPY"), "JPY 1,234,567"),
        (Money(-1234567, "BHD"), "BHD -1,234.567"),
        (Money(AMOUNT_MINOR_MAX, "USD"), "USD 90,000,000,000,000.00"),
    ],
)
def test_money_is_written_with_its_currencys_decimals(money: Money, text: str) -> None:
    assert money.format() == text


@pytest.mark.parametrize("code", ["cny", "XXX", "", "CNYX", "XAU", "ＣＮＹ"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        currency_of(code)
    with pytest.raises(UnknownCurrency):
        Money(1, code)


def test_currencies_have_0_2_or_3_decimals() -> None:
    assert set(EXPONENTS.values()) == {0, 2, 3}
    assert [exponent_of(code) for code in ("JPY", "CNY", "KWD")] == [0, 2, 3]
