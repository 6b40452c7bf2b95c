"""How many hands an approval takes, by the authority the rules ask for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.underwriting.decisions.entry import Authority

# How many approvers, none of them the recommender, an approval takes. A machine's yes needs none,
# but once a person recommends, another one approves.
HANDS_NEEDED: Final[Mapping[Authority, int]] = MappingProxyType(
    {
        Authority.AUTOMATIC: 1,
        Authority.LEVEL_1: 1,
        Authority.LEVEL_2: 1,
        Authority.COMMITTEE: 2,
    }
)
