"""Mobile numbers and bank accounts: what their form can prove."""

import re
from typing import Final

import phonenumbers
from stdnum import luhn

from services.application.parties.domain.findings import Checked, Refused

MOBILE_UNRECOGNISED: Final = "mobile_range_unrecognised"

_MOBILE: Final = re.compile(r"(?:\+86)?(1[3-9][0-9]{9})", re.ASCII)
_CARD: Final = re.compile(r"[0-9]{15,19}", re.ASCII)
_ACCOUNT: Final = re.compile(r"[0-9]{8,30}", re.ASCII)


def checked_mobile(text: str) -> Checked:
    """The eleven digits of a mainland mobile number; raises `Refused` for anything else.

    Number ranges are handed out faster than tables follow, so a range the library does not know
    is only the warning `MOBILE_UNRECOGNISED`.
    """
    match = _MOBILE.fullmatch(text)
    if match is None:
        raise Refused(
            "mobile_format",
            "must be a mainland mobile number of 11 digits, beginning 13 to 19",
            "须为中国大陆11位手机号码",
        )
    return Checked(match[1], () if _is_known_mobile(match[1]) else (MOBILE_UNRECOGNISED,))


def checked_bank_card(text: str) -> Checked:
    """A card number whose check digit holds; whose card it is, only its bank can say.

    Raises `Refused` for anything but 15 to 19 digits with a right check digit (Luhn).
    """
    if not _CARD.fullmatch(text):
        raise Refused("bank_card_format", "must be 15 to 19 digits", "须为15至19位数字")
    if not luhn.is_valid(text):
        raise Refused("bank_card_check_digit", "has a wrong check digit", "银行卡号校验不通过")
    return Checked(text)


def checked_bank_account(text: str) -> Checked:
    """A business's account number: digits only, as banks share no check digit for these."""
    if not _ACCOUNT.fullmatch(text):
        raise Refused("bank_account_format", "must be 8 to 30 digits", "须为8至30位数字")
    return Checked(text)


def _is_known_mobile(digits: str) -> bool:
    number = phonenumbers.parse(digits, "CN")
    return (
        phonenumbers.is_valid_number_for_region(number, "CN")
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    )
