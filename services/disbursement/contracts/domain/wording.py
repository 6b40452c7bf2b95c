"""Amounts, rates and days as a contract writes them, in both languages."""

from datetime import date
from itertools import zip_longest
from typing import Final

from services.kit.money import Money

ZH: Final = "zh-CN"
YUAN: Final = "CNY"
PPM_PER_PERCENT: Final = 10_000
_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_GROUP: Final = 10_000
_JIAO_PER_YUAN: Final = 10
_FEN_PER_YUAN: Final = 100


def figures(money: Money) -> str:
    """The bare number of an amount, such as 30,000.00."""
    return money.format().removeprefix(f"{money.currency} ")


def amount(money: Money) -> str:
    """An amount with its currency, such as CNY 30,000.00."""
    return money.format()


def percent(rate_ppm: int) -> str:
    """A yearly rate in per cent with at least two decimals, such as 12.00%."""
    whole, rest = divmod(rate_ppm, PPM_PER_PERCENT)
    decimals = f"{rest:04d}"
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}%"


def day(on: date, language: str) -> str:
    """A day: 2026年11月23日, or 23 November 2026."""
    if language == ZH:
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def capitals(money: Money) -> str:
    """A yuan amount in the characters that nobody can alter, such as 人民币叁万元整.

    Other currencies are written in figures: there are no such characters for them.
    """
    if money.currency != YUAN:
        return amount(money)
    yuan, fen = divmod(money.amount_minor, _FEN_PER_YUAN)
    whole = f"{_whole(yuan)}元" if yuan else ""
    return f"人民币{whole}{_rest(fen, has_yuan=yuan > 0)}"


def _whole(number: int) -> str:
    groups: list[int] = []
    while number:
        number, group = divmod(number, _GROUP)
        groups.append(group)
    written = ""
    is_gap = False
    for group, unit in reversed(list(zip_longest(groups, _GROUPS[: len(groups)]))):
        if group == 0:
            is_gap = True
            continue
        if written and (is_gap or group < _GROUP // 10):
            written += _DIGITS[0]
        written += _thousands(group) + unit
        is_gap = False
    return written


def _thousands(group: int) -> str:
    """A number below ten thousand, a run of zeros inside it written once."""
    written, is_gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = group // 10**place % 10
        if digit == 0:
            is_gap = bool(written)
            continue
        written += (_DIGITS[0] if is_gap else "") + _DIGITS[digit] + _PLACES[place]
        is_gap = False
    return written


def _rest(fen: int, *, has_yuan: bool) -> str:
    jiao, fen = divmod(fen, _JIAO_PER_YUAN)
    if not jiao and not fen:
        return "整"
    tenths = f"{_DIGITS[jiao]}角" if jiao else (_DIGITS[0] if has_yuan else "")
    return tenths + (f"{_DIGITS[fen]}分" if fen else "整")


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
