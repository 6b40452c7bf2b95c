"""What is known of the orders of one payout, whether any of them may have left."""

from collections.abc import Sequence
from typing import Final

NOT_SUBMITTED: Final = "not_submitted"


def never_left(outcomes: Sequence[str | None], provider_reference: str | None) -> bool:
    """Whether each order that was made provably stayed with us.

    One of which nothing is written down may be on its way, and what a provider has told us of is
    there, whatever came of handing it in.
    """
    is_kept = all(outcome == NOT_SUBMITTED for outcome in outcomes)
    return bool(outcomes) and is_kept and provider_reference is None
