"""At what price: a share of the product's rate range, by rating and term."""

from typing import Final

from services.underwriting.decisions.domain.parameters import PPM
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.strict import Malformed, decimal_of

RATE_STEP_PPM: Final = 1_000  # a tenth of a per cent


def rate_of(snapshot: Snapshot, share_ppm: int) -> int | None:
    """The yearly rate in parts per million: rounded up to a step, never out of the range.

    None when the range is not known, or is none.
    """
    lowest, highest = snapshot.product.rate_min_ppm, snapshot.product.rate_max_ppm
    if lowest is None or highest is None or highest < lowest:
        return None
    exact_times_ppm = lowest * PPM + (highest - lowest) * share_ppm
    steps = -(-exact_times_ppm // (RATE_STEP_PPM * PPM))
    return min(steps * RATE_STEP_PPM, highest)


def share_of(value: object, pointer: str) -> int:
    """A share from 0 to 1, written as text, in parts per million."""
    share = decimal_of(value, pointer) * PPM
    if not 0 <= share <= PPM or share != int(share):
        raise Malformed("out_of_range", pointer)
    return int(share)
