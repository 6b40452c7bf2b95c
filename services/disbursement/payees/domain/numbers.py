"""What the form of an account number can prove."""

import re
from typing import Final

from stdnum import luhn

from services.kit.errors import FieldError, Title

POINTER: Final = "/account_number"
_CARD: Final = re.compile(r"[0-9]{15,19}", re.ASCII)
_ACCOUNT: Final = re.compile(r"[0-9]{8,30}", re.ASCII)


def number_fault(number: str, *, is_card: bool) -> FieldError | None:
    """What is wrong with the number of a person's card, or of a business's account, if anything.

    Banks share no check digit for business accounts; whose account it is, only its bank can say.
    """
    if not is_card:
        return None if _ACCOUNT.fullmatch(number) else _fault("account_format", 8, 30)
    if not _CARD.fullmatch(number):
        return _fault("card_format", 15, 19)
    if not luhn.is_valid(number):
        wrong = Title("has a wrong check digit", "银行卡号校验不通过")
        return FieldError(POINTER, "card_check_digit", wrong)
    return None


def _fault(code: str, least: int, most: int) -> FieldError:
    message = Title(f"must be {least} to {most} digits", f"须为{least}至{most}位数字")
    return FieldError(POINTER, code, message)
