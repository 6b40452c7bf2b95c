"""Resident identity numbers (GB 11643): what the check digit proves, and what it does not.

The library checks length, digits and check digit. It takes births in 1800 or 2099, trips over
some unknown counties and refuses residence permits of Hong Kong, Macao and Taiwan residents, so
birth, age and region are judged here. Region tables are dated and registrations may be late:
an unknown county is a warning for a person to look into, never a block.
"""

import re
from datetime import date
from typing import Final

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from services.application.parties.domain.findings import Checked, Refused

AGE_MIN_YEARS: Final = 18
AGE_MAX_YEARS: Final = 70
REGION_UNVERIFIED: Final = "identity_region_unverified"
RESIDENCE_PERMIT: Final = "identity_residence_permit"

_LENGTH: Final = 18
_OLD_FORM: Final = re.compile(r"[0-9]{15}", re.ASCII)
_FORM: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
# GB/T 2260: provinces as they have stood since 1997, and 83 for residents of Taiwan.
_PROVINCE_CODES: Final = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83"
)
_PROVINCES: Final = frozenset(_PROVINCE_CODES.split())
_PERMIT_REGIONS: Final = frozenset({"810000", "820000", "830000"})


def checked_identity_number(text: str, *, today: date) -> Checked:
    """The number with a capital X; raises `Refused` when no adult borrower can bear it.

    Warnings: `REGION_UNVERIFIED`, `RESIDENCE_PERMIT`.
    """
    number = text.upper()
    _require_form(number)
    if number[-1] != ric.calc_check_digit(number):
        raise Refused("identity_check_digit", "has a wrong check digit", "校验码不正确")
    if number[:2] not in _PROVINCES:
        raise Refused("identity_region", "begins with no known province", "省份代码不存在")
    _require_age(born_on(number), today)
    return Checked(number, _region_warnings(number))


def born_on(number: str) -> date:
    """The birth date within a well-formed number; raises `Refused` when there is no such day."""
    try:
        return ric.get_birth_date(number)
    except ValidationError:
        raise Refused("identity_birth_date", "holds no real birth date", "出生日期不存在") from None


def _require_form(number: str) -> None:
    if _OLD_FORM.fullmatch(number):
        raise Refused(
            "identity_old_form",
            "is an old 15-digit number; the 18-digit one is needed",
            "为旧版15位号码，请提供18位号码",
        )
    if len(number) != _LENGTH:
        raise Refused("identity_length", "must have 18 characters", "须为18位")
    if not _FORM.fullmatch(number):
        raise Refused(
            "identity_format", "must be 17 digits and a digit or X", "须为17位数字加1位数字或X"
        )


def _require_age(birth: date, today: date) -> None:
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    age_years = today.year - birth.year - (0 if had_birthday else 1)
    if not AGE_MIN_YEARS <= age_years <= AGE_MAX_YEARS:
        raise Refused(
            "identity_age",
            f"belongs to nobody between {AGE_MIN_YEARS} and {AGE_MAX_YEARS} years old",
            f"年龄须在{AGE_MIN_YEARS}至{AGE_MAX_YEARS}周岁之间",
        )


def _region_warnings(number: str) -> tuple[str, ...]:
    if number[:6] in _PERMIT_REGIONS:
        return (RESIDENCE_PERMIT,)
    try:
        ric.get_birth_place(number)
    except (ValidationError, KeyError):  # the library's table lacks some counties' entries
        return (REGION_UNVERIFIED,)
    return ()
