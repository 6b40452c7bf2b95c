"""Answers as rows keep them, and back: the borrower's own words are sealed."""

from typing import Final
from uuid import UUID

from services.kit.field_keys import FieldKeys

# Bound into every sealed answer; renaming it would make old rows unreadable.
_TEXT: Final = "information_answer.text"


def seal(text: str, request_id: UUID, keys: FieldKeys) -> bytes:
    """The answer to a question, sealed for its place."""
    return keys.ring.seal(text, context=f"{_TEXT}:{request_id}")


def opened(sealed: bytes, request_id: UUID, keys: FieldKeys) -> str:
    """The answer's text; raises `SealBroken`."""
    return keys.ring.open(sealed, context=f"{_TEXT}:{request_id}")
