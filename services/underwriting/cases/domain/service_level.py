"""How soon a borrower hears from us."""

from datetime import timedelta
from typing import Final

# A decision is due one day after the application was accepted or answered.
DECISION_SLA: Final = timedelta(hours=24)
