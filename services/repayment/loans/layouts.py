"""How the tables of a certificate share the width of a page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.kit.printing.styles import Layout
from services.repayment.loans.domain.certificate import AMOUNTS, FACTS

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {FACTS: Layout((40, 60)), AMOUNTS: Layout((50, 25, 25), frozenset({1, 2}))}
)
