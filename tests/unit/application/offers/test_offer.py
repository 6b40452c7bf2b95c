"""The life of an offer: taken in time, let lapse, or gone with its application."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.application.domain.offers import AnnualCost, OfferTerms
from services.application.domain.products import RepaymentMethod
from services.application.offers.domain.errors import OfferExpired
from services.application.offers.domain.offer import Offer, OfferStatus
from services.kit.errors import TransitionNotAllowed
from services.kit.money import Money

LAST_DAY = date(2026, 3, 25)
AFTER = LAST_DAY + timedelta(days=1)
OPEN = Offer(
    offer_id=UUID(int=1),
    application_id=UUID(int=2),
    decision_id=UUID(int=3),
    status=OfferStatus.OPEN,
    terms=OfferTerms(
        amount=Money(4_000_000, "CNY"),
        term_months=12,
        rate_ppm=108_000,
        method=RepaymentMethod.LEVEL_INSTALMENT,
        instalment=Money(353_176, "CNY"),
        annual_cost=AnnualCost(108_000, 113_500, "periodic irr"),
        conditions=(),
        valid_until=LAST_DAY,
    ),
)


def test_it_is_accepted_until_its_last_day_is_over_and_keeps_its_terms() -> None:
    accepted = OPEN.accept(LAST_DAY)
    assert accepted == replace(OPEN, status=OfferStatus.ACCEPTED)
    with pytest.raises(OfferExpired):
        OPEN.accept(AFTER)


def test_what_lapsed_is_not_accepted_on_any_day() -> None:
    lapsed = OPEN.expire()
    assert lapsed.status is OfferStatus.EXPIRED
    with pytest.raises(OfferExpired):
        lapsed.accept(LAST_DAY)


def test_what_was_accepted_is_not_accepted_again_and_does_not_lapse() -> None:
    accepted = OPEN.accept(LAST_DAY)
    with pytest.raises(TransitionNotAllowed):
        accepted.accept(AFTER)
    with pytest.raises(TransitionNotAllowed):
        accepted.expire()


def test_it_goes_with_its_application_accepted_or_not() -> None:
    assert OPEN.withdraw().status is OfferStatus.WITHDRAWN
    assert OPEN.accept(LAST_DAY).withdraw().status is OfferStatus.WITHDRAWN
    with pytest.raises(TransitionNotAllowed):
        OPEN.expire().withdraw()
