"""Money: whole minor units and a currency; splits and allocations lose nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.kit.currencies import currency_of, exponent_of

AMOUNT_MINOR_MAX: Final = 9_000_000_000_000_000


class UnlikeCurrencies(ValueError):
    """Two currencies met where one was meant."""


class AmountOutOfRange(ValueError):
    """The amount is beyond ±AMOUNT_MINOR_MAX."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `amount_minor` counts the currency's smallest unit (fen, cents, yen)."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        currency_of(self.currency)
        _require_whole(self.amount_minor)
        if abs(self.amount_minor) > AMOUNT_MINOR_MAX:
            raise AmountOutOfRange(self.currency)

    @property
    def is_zero(self) -> bool:
        """Nothing at all."""
        return self.amount_minor == 0

    @property
    def is_negative(self) -> bool:
        """Less than nothing."""
        return self.amount_minor < 0

    def __add__(self, other: "Money") -> "Money":
        return self._like(self.amount_minor + self._same(other))

    def __sub__(self, other: "Money") -> "Money":
        return self._like(self.amount_minor - self._same(other))

    def __mul__(self, times: int) -> "Money":
        return self._like(self.amount_minor * _require_whole(times))

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return self._like(-self.amount_minor)

    def __abs__(self) -> "Money":
        return self._like(abs(self.amount_minor))

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount_minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount_minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount_minor >= self._same(other)

    def split(self, parts: int) -> tuple["Money", ...]:
        """`parts` amounts that differ by at most one minor unit, larger ones first, and sum back.

        Raises ValueError unless `parts` is at least one.
        """
        if _require_whole(parts) < 1:
            raise ValueError("there must be at least one part")
        return self.allocate([1] * parts)

    def allocate(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """Shares in proportion to whole `weights`, by largest remainder; they sum back exactly.

        Ties go to the earlier share. Raises ValueError for a negative weight or a zero sum.
        """
        shares = _largest_remainder(abs(self.amount_minor), weights)
        sign = -1 if self.is_negative else 1
        return tuple(self._like(sign * share) for share in shares)

    def format(self) -> str:
        """For people, such as `CNY 10,500.00`; never parsed back."""
        exponent = exponent_of(self.currency)
        whole, rest = divmod(abs(self.amount_minor), 10**exponent)
        decimals = f".{rest:0{exponent}d}" if exponent else ""
        return f"{self.currency} {'-' if self.is_negative else ''}{whole:,}{decimals}"

    def _like(self, amount_minor: int) -> "Money":
        return Money(amount_minor, self.currency)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise UnlikeCurrencies(f"{self.currency} and {other.currency}")
        return other.amount_minor


def _require_whole(number: int) -> int:
    # bool is an int to Python, never to a ledger.
    if type(number) is not int:
        raise TypeError("an amount is a whole number of minor units")
    return number


def _largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    if any(_require_whole(weight) < 0 for weight in weights):
        raise ValueError("a weight is never negative")
    if (whole := sum(weights)) == 0:
        raise ValueError("the weights must sum to more than zero")
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index)
    )
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares
