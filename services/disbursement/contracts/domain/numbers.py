"""The number a contract is called by: the day it was drawn, and its own tail."""

from datetime import date
from typing import Final
from uuid import UUID

# Crockford's alphabet: no letter can be taken for a digit.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAIL_LETTERS: Final = 8
_LETTER_BITS: Final = 5


def contract_number(contract_id: UUID, drawn_on: date) -> str:
    """Such as XW20261127-7K2M9Q4T: the tail is the last, random, 40 bits of the identifier."""
    tail = "".join(
        _ALPHABET[(contract_id.int >> (_LETTER_BITS * place)) & (len(_ALPHABET) - 1)]
        for place in reversed(range(_TAIL_LETTERS))
    )
    return f"XW{drawn_on:%Y%m%d}-{tail}"
