"""The job that takes a payout in hand; its payload is the payout's id."""

from typing import Final

PAY: Final = "payout"
