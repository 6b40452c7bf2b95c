"""A question of underwriting's, from open to answered or dropped."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class QuestionStatus(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"  # no longer asked


_Q = QuestionStatus

QUESTION_LIFE: Final = TransitionTable[QuestionStatus](
    "question",
    {
        _Q.OPEN: frozenset({_Q.ANSWERED, _Q.CLOSED}),
        _Q.ANSWERED: frozenset(),
        _Q.CLOSED: frozenset(),
    },
)
