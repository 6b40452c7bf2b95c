"""What the law and the lender's own rules allow any product to ask, by date."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class LendingLimits:
    """Caps in force from `valid_from` on; rates in parts per million of a year.

    `fees_max_ppm` caps the fees a borrower surely pays, in parts per million of the principal.
    """

    valid_from: date
    rate_max_ppm: int
    fees_max_ppm: int
    legal_basis: str


LENDING_LIMITS: Final[tuple[LendingLimits, ...]] = (
    LendingLimits(
        valid_from=date(2025, 12, 1),
        rate_max_ppm=240_000,
        fees_max_ppm=50_000,
        legal_basis="小额贷款公司综合融资成本管理工作指引: no new loan above 24 % all-in",
    ),
)


def limits_on(day: date) -> LendingLimits:
    """The limits in force on `day`; the earliest ones for days before any."""
    in_force = [limits for limits in LENDING_LIMITS if limits.valid_from <= day]
    return in_force[-1] if in_force else LENDING_LIMITS[0]
