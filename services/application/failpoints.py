"""Where application can be made to fail beyond what the kit has: between offers that lapse."""

from services.kit.failpoints import Failpoint


class ApplicationPoint(Failpoint):
    """The points of application's own rounds."""

    OFFER_EXPIRED = (
        "offer.expired",
        "One offer has lapsed with its application; others that are due have not.",
    )
