"""People nobody has met before: their numbers check, and say what the sandbox makes of them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from stdnum import luhn
from stdnum.cn import ric

from deploy.sandbox.bureau.truth_table import Case

# Districts of Beijing, Tianjin and Shanghai that are as old as anybody (GB/T 2260).
_DISTRICTS: Final = ("110101", "110108", "120101", "310101", "310104")
_SURNAMES: Final = "陈林周吴徐孙朱高何郭罗梁"
_GIVEN_NAMES: Final = ("晓岚", "建国", "秀英", "志强", "桂芳", "海燕", "文博", "玉兰")
_YOUNGEST: Final = 28
_AGES: Final = 25
_YEAR_DAYS: Final = 365
_CARD_YEARS: Final = 10
_BANK: Final = "102100099996"
_ACCOUNT_BEGINNING: Final = "62172200"  # nothing special to the sandbox rail


@dataclass(frozen=True, slots=True)
class Somebody:
    """A sole trader: who they are, and the bank account their money goes to."""

    name: str
    identity_number: str
    identity_valid_to: date
    mobile: str
    account_number: str

    @property
    def party(self) -> dict[str, Any]:
        """As they register."""
        return {
            "kind": "person",
            "customer_type": "sole_trader",
            "name": self.name,
            "identity_number": self.identity_number,
            "identity_valid_to": self.identity_valid_to.isoformat(),
            "mobile": self.mobile,
            "address": "北京市东城区示例路1号",
        }

    @property
    def account(self) -> dict[str, Any]:
        """As they name their account."""
        return {
            "holder_name": self.name,
            "account_number": self.account_number,
            "bank_code": _BANK,
        }


def somebody(case: Case, today: date) -> Somebody:
    """Somebody of whom the sandbox bureau says what that row of its truth table has."""
    return Somebody(
        name=_one_of(_SURNAMES) + _one_of(_GIVEN_NAMES),
        identity_number=_identity_number(case, today),
        identity_valid_to=today + timedelta(days=_YEAR_DAYS * _CARD_YEARS),
        mobile=f"137{_digits(8)}",
        account_number=_account_number(),
    )


def _identity_number(case: Case, today: date) -> str:
    """GB 11643: district, birthday, serial and check digit; the serial's 9 makes it magic."""
    age_days = _YEAR_DAYS * _YOUNGEST + secrets.randbelow(_YEAR_DAYS * _AGES)
    birthday = today - timedelta(days=age_days)
    seventeen = f"{_one_of(_DISTRICTS)}{birthday:%Y%m%d}9{case:d}{_digits(1)}"
    return seventeen + str(ric.calc_check_digit(seventeen + "0"))


def _account_number() -> str:
    eighteen = f"{_ACCOUNT_BEGINNING}{_digits(10)}"
    return eighteen + str(luhn.calc_check_digit(eighteen))


def _digits(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}d}"


def _one_of(choices: Sequence[str]) -> str:
    return secrets.choice(choices)
