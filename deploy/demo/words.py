"""How figures and names are written for a reader."""

from collections.abc import Mapping
from typing import Any, Final

_MINOR_PER_UNIT: Final = 100
_SIGNS: Final = {"CNY": "¥"}


def amount(money: Mapping[str, Any]) -> str:
    """An amount as it comes over the wire: {"amount": 888488, "currency": "CNY"} is ¥8,884.88."""
    return minor(money["amount"], money["currency"])


def minor(amount_minor: int, currency: str = "CNY") -> str:
    """Minor units as an amount."""
    units, rest = divmod(abs(amount_minor), _MINOR_PER_UNIT)
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}{_SIGNS.get(currency, f'{currency} ')}{units:,}.{rest:02d}"


def yuan(whole: int) -> dict[str, Any]:
    """An amount of whole yuan, as it goes over the wire."""
    return {"amount": whole * _MINOR_PER_UNIT, "currency": "CNY"}


def spoken(code: str) -> str:
    """A code as words: `offer_accepted` is "offer accepted"."""
    return code.replace("_", " ")
