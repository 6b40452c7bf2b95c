"""The life of a delivery that was given up once."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class ParkedStatus(StrEnum):
    """Where it stands; the table's CHECK repeats these words."""

    PARKED = "parked"
    RETRYING = "retrying"  # on a person's word, with all its attempts before it
    DELIVERED = "delivered"


_P = ParkedStatus

PARKED_MOVES: Final = TransitionTable[ParkedStatus](
    "delivery",
    {
        _P.PARKED: frozenset({_P.RETRYING}),
        _P.RETRYING: frozenset({_P.DELIVERED, _P.PARKED}),
        _P.DELIVERED: frozenset(),
    },
)
