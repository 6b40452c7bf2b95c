"""Unified social credit codes (GB 32100), with the organisation code inside them (GB 11714)."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stdnum.cn import uscc

from services.application.domain.customers import CustomerType
from services.application.parties.domain.findings import Checked, Refused

_FORM: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_LENGTH: Final = 18
_ORGANISATION: Final = slice(8, 17)
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# 91 enterprises, 92 sole traders, 93 farmers' cooperatives: the registrar's own division.
_PREFIXES: Final[Mapping[CustomerType, frozenset[str]]] = MappingProxyType(
    {
        CustomerType.SOLE_TRADER: frozenset({"92"}),
        CustomerType.STARTUP: frozenset({"91", "92"}),
        CustomerType.ENTERPRISE: frozenset({"91"}),
        CustomerType.COOPERATIVE: frozenset({"93"}),
    }
)


def checked_credit_code(text: str, customer_type: CustomerType) -> Checked:
    """The code in capitals; raises `Refused` when it does not check or is another kind's."""
    code = text.upper()
    if len(code) != _LENGTH:
        raise Refused("credit_code_length", "must have 18 characters", "须为18位")
    if not _FORM.fullmatch(code):
        raise Refused(
            "credit_code_format",
            "must be digits and capital letters without I, O, S, V and Z",
            "须为数字和大写字母（不含 I、O、S、V、Z）",
        )
    if code[-1] != uscc.calc_check_digit(code):
        raise Refused("credit_code_check_digit", "has a wrong check digit", "校验码不正确")
    if code[_ORGANISATION][-1] != _organisation_check(code[_ORGANISATION]):
        raise Refused(
            "credit_code_organisation_check",
            "holds an organisation code with a wrong check digit",
            "组织机构代码校验码不正确",
        )
    if code[:2] not in _PREFIXES.get(customer_type, frozenset()):
        raise Refused(
            "credit_code_customer_type",
            "was issued to another kind of business than the customer type says",
            "登记类别与客户类型不符",
        )
    return Checked(code)


def _organisation_check(organisation: str) -> str:
    """GB 11714: weighted sum mod 11; eleven is 0 and ten is X."""
    total = sum(
        _VALUES.index(character) * weight
        for character, weight in zip(organisation, _WEIGHTS, strict=False)
    )
    return "0123456789X0"[11 - total % 11]
