"""What each audience sees of personal data: whole only where the work needs it.

Identity numbers, mobiles and accounts are masked for everybody, their owner included: a screen is
often seen by two people. Names and addresses are whole for the owner, the partner who sent them
and the staff who work the case; those who oversee see masked ones.
"""

import unicodedata
from enum import StrEnum
from typing import Final

from services.kit.caller import Caller
from services.kit.roles import Role

STAR: Final = "*"
ADDRESS_SHOWN_CHARACTERS: Final = 6
_CASE_ROLES: Final = frozenset({Role.LOAN_OFFICER, Role.UNDERWRITER, Role.APPROVER})


class Audience(StrEnum):
    """Who is looking."""

    OWNER = "owner"
    PARTNER = "partner"
    CASE_WORKER = "case_worker"
    OVERSIGHT = "oversight"


def audience_of(caller: Caller) -> Audience:
    """Which audience `caller` belongs to; the one that sees least when in doubt."""
    if caller.partner_id is not None:
        return Audience.PARTNER
    if Role.BORROWER in caller.roles:
        return Audience.OWNER
    return Audience.CASE_WORKER if caller.roles & _CASE_ROLES else Audience.OVERSIGHT


def shown_name(name: str, audience: Audience) -> str:
    """A person's name: whole, or its first character and stars."""
    visible = readable(name)
    if audience is Audience.OVERSIGHT:
        return visible[:1] + STAR * max(1, len(visible) - 1)
    return name if audience is Audience.OWNER else visible


def shown_address(address: str, audience: Audience) -> str:
    """An address: whole, or its first characters, which say the town at most."""
    if audience is Audience.OVERSIGHT:
        return readable(address)[:ADDRESS_SHOWN_CHARACTERS] + STAR * 4
    return address if audience is Audience.OWNER else readable(address)


def masked_identity(number: str) -> str:
    """`110101********0003`: region and last four."""
    return number[:6] + STAR * 8 + number[-4:]


def masked_mobile(digits: str) -> str:
    """`138****8000`."""
    return digits[:3] + STAR * 4 + digits[-4:]


def last_four(account: str) -> str:
    """The last four digits of a card or account."""
    return account[-4:]


def readable(text: str) -> str:
    """`text` without format characters, which can make a reader see another order of letters."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
