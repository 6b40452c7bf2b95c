"""Offers as they stand in the database."""

from dataclasses import dataclass
from datetime import datetime

from services.application.offers.domain.offer import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRecord:
    """An offer with its version and its times, which are the database's."""

    offer: Offer
    version: int
    created_at: datetime
    accepted_at: datetime | None
