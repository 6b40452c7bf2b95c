"""An offer: open until it is accepted, expires, or its application is left."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.application.domain.offers import OfferTerms
from services.application.offers.domain.errors import OfferExpired
from services.kit.transitions import TransitionTable


class OfferStatus(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # its application was


_O = OfferStatus

OFFER_LIFE: Final = TransitionTable[OfferStatus](
    "offer",
    {
        _O.OPEN: frozenset({_O.ACCEPTED, _O.EXPIRED, _O.WITHDRAWN}),
        _O.ACCEPTED: frozenset({_O.WITHDRAWN}),
        _O.EXPIRED: frozenset(),
        _O.WITHDRAWN: frozenset(),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer; its terms never change, whoever accepts names it and its version alone."""

    offer_id: UUID
    application_id: UUID
    decision_id: UUID
    status: OfferStatus
    terms: OfferTerms

    def has_lapsed(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.terms.valid_until < today

    def accept(self, today: date) -> Self:
        """Taken; raises `OfferExpired` and `TransitionNotAllowed`."""
        is_too_late = self.status is OfferStatus.OPEN and self.has_lapsed(today)
        if is_too_late or self.status is OfferStatus.EXPIRED:
            raise OfferExpired
        return self._moved(OfferStatus.ACCEPTED)

    def expire(self) -> Self:
        """Not taken in time."""
        return self._moved(OfferStatus.EXPIRED)

    def withdraw(self) -> Self:
        """Gone with its application."""
        return self._moved(OfferStatus.WITHDRAWN)

    def _moved(self, target: OfferStatus) -> Self:
        OFFER_LIFE.step(self.status, target)
        return replace(self, status=target)
