"""From offers in the domain to what readers get."""

from services.application.offers.records import OfferRecord
from services.application.offers.schemas.read import (
    OfferConditionRead,
    OfferCostRead,
    OfferList,
    OfferRead,
)
from services.kit.etags import etag_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead


def offer(record: OfferRecord) -> OfferRead:
    """An offer; all who may see it get the same."""
    one, terms = record.offer, record.offer.terms
    cost = terms.annual_cost
    return OfferRead(
        id=one.offer_id,
        application_id=one.application_id,
        decision_id=one.decision_id,
        status=one.status,
        version=record.version,
        amount=MoneyRead.of(terms.amount),
        term_months=terms.term_months,
        annual_rate=terms.rate_ppm,
        method=terms.method,
        instalment=MoneyRead.of(terms.instalment),
        annual_cost=OfferCostRead(
            simple=cost.simple_ppm, compound=cost.compound_ppm, basis=cost.basis
        ),
        conditions=[
            OfferConditionRead(code=each.code, en=each.told.en, zh=each.told.zh)
            for each in terms.conditions
        ],
        valid_until=terms.valid_until,
        accepted_at=record.accepted_at,
        created_at=record.created_at,
    )


def offers(found: list[OfferRecord]) -> OfferList:
    """The offers of an application."""
    return OfferList(data=[offer(record) for record in found])


def offer_accepted(record: OfferRecord) -> Reply:
    """The answer to who accepted an offer."""
    return Reply(201, offer(record).model_dump_json().encode(), etag_of(record.version))
