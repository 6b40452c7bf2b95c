"""How the tables of a contract share the width of a page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.kit.printing.styles import Layout

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "parties": Layout((18, 21, 24, 35, 20)),
        "loan": Layout((40, 60)),
        "schedule": Layout((9, 16, 16, 15, 13, 16, 17), frozenset({2, 3, 4, 5, 6})),
        "fees": Layout((22, 22, 18, 22, 16, 14), frozenset({2})),
        "signatures": Layout((30, 25, 45)),
    }
)
