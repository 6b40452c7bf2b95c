"""What offers refuse, in their own words."""

from services.kit.errors import Conflict, Fault, Title


class OfferExpired(Conflict):
    """The last day on which the offer could be accepted is over."""

    code, fault = "offer_expired", Fault.CONFLICT
    title = Title("The offer has expired", "贷款方案已过期")
