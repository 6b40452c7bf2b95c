"""Who sees a listed name whole: those who work with the lists."""

from typing import Final

from services.kit.caller import Caller
from services.kit.roles import Role

_WORK_WITH_LISTS: Final = frozenset({Role.RISK_MANAGER, Role.UNDERWRITER})


def sees_names(caller: Caller) -> bool:
    """Whether names are shown whole; whoever only oversees sees masked ones."""
    return not caller.roles.isdisjoint(_WORK_WITH_LISTS)
