"""Bank accounts by what the sandbox rail does with them; each number checks, and is new."""

from stdnum import luhn

from deploy.sandbox.rail.truth_table import PREFIX, Case

_serials = iter(range(10_000_000_000))


def magic_account(case: Case) -> str:
    """The number of an account the truth table has in this row."""
    return _checked(f"{PREFIX}{case:02d}{next(_serials):010d}")


def ordinary_account() -> str:
    """The number of an account that is nothing special."""
    return _checked(f"62172200{next(_serials):010d}")


def _checked(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))
