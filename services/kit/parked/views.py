"""From parked deliveries to what staff read; they hold codes and ids, nothing personal."""

from services.kit.etags import etag_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.parked.records import ParkedRecord
from services.kit.parked.schemas import DeliveryAttemptRead, ParkedAggregateRead, ParkedDeliveryRead
from services.kit.reply import Reply
from services.kit.schemas import Page


def delivery(record: ParkedRecord) -> ParkedDeliveryRead:
    """One delivery."""
    return ParkedDeliveryRead(
        id=record.delivery_id,
        status=record.status,
        version=record.version,
        destination=record.destination,
        topic=record.topic,
        aggregate=ParkedAggregateRead(type=record.aggregate_type, id=record.told_id),
        sequence=record.sequence,
        parked_at=record.parked_at,
        created_at=record.created_at,
        attempts=[DeliveryAttemptRead.model_validate(attempt) for attempt in record.attempts],
    )


def deliveries(found: list[ParkedRecord], page: PageRequest) -> Page[ParkedDeliveryRead]:
    """A page of deliveries."""
    return page_of(
        found,
        page,
        place=lambda record: Cursor(record.created_at, record.delivery_id),
        read=delivery,
    )


def delivery_retried(record: ParkedRecord) -> Reply:
    """The answer to who had it tried again."""
    return Reply(201, delivery(record).model_dump_json().encode(), etag_of(record.version))
