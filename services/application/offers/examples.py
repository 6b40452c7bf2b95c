"""What the reference shows of offers."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.application.domain.offers import AnnualCost, Condition, OfferTerms
from services.application.domain.products import RepaymentMethod
from services.application.offers import views
from services.application.offers.domain.offer import Offer, OfferStatus
from services.application.offers.records import OfferRecord
from services.kit.errors import Title
from services.kit.money import Money

_NOW: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_TERMS: Final = OfferTerms(
    amount=Money(8_000_000, "CNY"),
    term_months=12,
    rate_ppm=108_000,
    method=RepaymentMethod.LEVEL_INSTALMENT,
    instalment=Money(706_352, "CNY"),
    annual_cost=AnnualCost(108_000, 113_500, "periodic irr"),
    conditions=(
        Condition(
            "settlement_account",
            Title("Sales are paid into an account shown to us", "销售回款进入约定账户"),
        ),
    ),
    valid_until=date(2026, 12, 8),
)


def _offer(status: OfferStatus, version: int, accepted_at: datetime | None) -> dict[str, Any]:
    offer = Offer(offer_id=_ID, application_id=_ID, decision_id=_ID, status=status, terms=_TERMS)
    record = OfferRecord(offer=offer, version=version, created_at=_NOW, accepted_at=accepted_at)
    return views.offer(record).model_dump(mode="json")


OFFER_EXAMPLE: Final = _offer(OfferStatus.OPEN, 1, None)
OFFERS_EXAMPLE: Final = {"data": [OFFER_EXAMPLE]}
ACCEPTED_EXAMPLE: Final = _offer(OfferStatus.ACCEPTED, 2, _NOW)
