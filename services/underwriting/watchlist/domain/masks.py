"""What each reader sees of a listed name: whole for those who work with the lists."""

from typing import Final

from services.kit.caller import Caller
from services.kit.roles import Role

STAR: Final = "*"
HEAD_SHOWN: Final = 6
TAIL_SHOWN: Final = 4
_WORK_WITH_LISTS: Final = frozenset({Role.RISK_MANAGER, Role.UNDERWRITER})


def sees_names(caller: Caller) -> bool:
    """Whether names are shown whole; whoever only oversees sees masked ones."""
    return not caller.roles.isdisjoint(_WORK_WITH_LISTS)


def masked_name(name: str) -> str:
    """The first character, and stars."""
    return name[:1] + STAR * max(1, len(name) - 1)


def masked_number(number: str) -> str:
    """`110101********0003`; a short number shows its end alone."""
    head = number[:HEAD_SHOWN] if len(number) > HEAD_SHOWN + TAIL_SHOWN else ""
    return head + STAR * (len(number) - len(head) - TAIL_SHOWN) + number[-TAIL_SHOWN:]
