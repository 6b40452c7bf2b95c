"""Where the gateway can be made to fail: around the one call it makes for its caller."""

from services.kit.failpoints import Failpoint


class GatewayPoint(Failpoint):
    """The gateway's own points; its test clock asks the services past the kit's."""

    FORWARDING = (
        "gateway.forwarding",
        "The request was let in and its pass is signed; the service has not seen it.",
    )
    FORWARDED = (
        "gateway.forwarded",
        "The service has acted and begun to answer; the caller has not heard a word.",
    )
