"""What the audit keeps of an offer: ids, amounts and dates only."""

from services.application.offers.domain.offer import Offer
from services.kit.audit import Members
from services.kit.identifiers import typeid_of


def offer_facts(offer: Offer) -> Members:
    """What is kept on the application's chain when its offer is made, taken or left."""
    terms = offer.terms
    return {
        "offer_id": typeid_of("off", offer.offer_id),
        "offer_status": offer.status.value,
        "offered_minor": terms.amount.amount_minor,
        "offered_term_months": terms.term_months,
        "offered_rate_ppm": terms.rate_ppm,
        "offer_valid_until": terms.valid_until.isoformat(),
    }
