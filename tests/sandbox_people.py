"""People and businesses by what the sandbox bureau says of them; each number checks, and is new."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from stdnum.cn import ric, uscc

from deploy.sandbox.bureau.truth_table import Case

_BIRTHDAYS = (date(1980, 1, 1) + timedelta(days=days) for days in range(5_000))


def _people() -> Iterator[tuple[str, int]]:
    for birthday, free in product(_BIRTHDAYS, range(10)):
        yield f"110101{birthday:%Y%m%d}", free


_beginnings = _people()
_serials = iter(range(10_000))
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def magic_person(case: Case) -> str:
    """The identity number of somebody the truth table has in this row."""
    beginning, free = next(_beginnings)
    return _checked(f"{beginning}9{case:d}{free}")


def ordinary_person() -> str:
    """The identity number of somebody the bureau draws figures for."""
    beginning, free = next(_beginnings)
    return _checked(f"{beginning}00{free}")


def magic_business(case: Case) -> str:
    """The credit code of an enterprise the truth table has in this row."""
    organisation = f"XW{case:d}{next(_serials):05d}"
    values = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(each) for each in organisation)
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    seventeen = f"91310000{organisation}{'0123456789X0'[11 - total % 11]}"
    return seventeen + str(uscc.calc_check_digit(seventeen))


def _checked(seventeen: str) -> str:
    return seventeen + str(ric.calc_check_digit(seventeen + "0"))
