"""How long nobody has known what became of money."""

from typing import Final

from prometheus_client import Gauge

_oldest_unknown: Final = Gauge(
    "payout_oldest_unknown_seconds", "Age of the payout that is longest unknown; 0 without one"
)


def observe_unknown(oldest_s: float) -> None:
    """Show the age of the payout that is longest unknown."""
    _oldest_unknown.set(oldest_s)
