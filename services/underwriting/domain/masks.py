"""What is shown of a name, a number or a place to those who need not know it whole."""

from typing import Final

STAR: Final = "*"
HEAD_SHOWN: Final = 6
TAIL_SHOWN: Final = 4


def masked_name(name: str) -> str:
    """The first character, and stars."""
    return name[:1] + STAR * max(1, len(name) - 1)


def masked_number(number: str) -> str:
    """`110101********0003`; a short number shows its end alone, a very short one less of it."""
    head = number[:HEAD_SHOWN] if len(number) > HEAD_SHOWN + TAIL_SHOWN else ""
    tail = number[TAIL_SHOWN:][-TAIL_SHOWN:]
    return head + STAR * (len(number) - len(head) - len(tail)) + tail


def masked_place(place: str) -> str:
    """The town, and stars: not the street, nor the door."""
    return place[:HEAD_SHOWN] + STAR * max(0, len(place) - HEAD_SHOWN)
