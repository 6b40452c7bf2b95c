"""Delivering a message to a neighbour: what its answer, or its silence, means."""

from services.kit.deliveries import Delivery, DeliveryOutcome
from services.kit.http import Call, NeighbourRefused, NeighbourUnavailable, ServiceClient


async def deliver_to(client: ServiceClient, call: Call) -> Delivery:
    """Make the idempotent `call` once, and say what came of it.

    A success is delivered, a repeat the neighbour shrugs at is too. A refusal it calls retryable,
    such as `sequence_gap`, asks for another time, and so does whatever is no usable answer. Any
    other refusal will hardly become a yes by itself.
    """
    try:
        answer = await client.send(call)
    except NeighbourRefused as refused:
        is_for_later = refused.problem.get("retryable") is True
        outcome = DeliveryOutcome.FAILED if is_for_later else DeliveryOutcome.REFUSED
        return Delivery(outcome, refused.status, refused.problem_code)
    except NeighbourUnavailable as unavailable:
        return Delivery(DeliveryOutcome.FAILED, unavailable.status, unavailable.code)
    return Delivery(DeliveryOutcome.DELIVERED, answer.status)
