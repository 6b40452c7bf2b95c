"""The queue's name for assessing a case; the payload is the case's id."""

from typing import Final

ASSESS: Final = "assess"
