"""What readers see of an account: never the number, and the name only where it is needed."""

import unicodedata
from typing import Final

STAR: Final = "*"
SHOWN: Final = 4


def masked_number(number: str) -> str:
    """`****8000`: the last four digits."""
    return STAR * SHOWN + number[-SHOWN:]


def masked_name(name: str) -> str:
    """A name's first character and stars; what only reorders letters is left out."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return visible[:1] + STAR * max(1, len(visible) - 1)
