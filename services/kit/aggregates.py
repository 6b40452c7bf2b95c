"""What the ledgers need of the row they write about: its id, and its three running counters."""

from typing import Protocol
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper


class Aggregate(Protocol):
    """A locked row with the columns of `database.AggregateColumns`.

    `audit_seq` and `audit_head` are the length and last hash of its audit chain, `event_seq` the
    number of its last event. They are None on a row that was never flushed.
    """

    audit_seq: int
    audit_head: bytes
    event_seq: int


def aggregate_id_of(row: object) -> UUID:
    """The last UUID in the row's primary key; the application sets it before anything is written.

    Those before it only say what the row lies below. Raises TypeError when the key holds none:
    such a row is no aggregate.
    """
    mapper: Mapper[object] = inspect(row).mapper
    found = [part for part in mapper.primary_key_from_instance(row) if isinstance(part, UUID)]
    if not found:
        raise TypeError(f"{mapper.class_.__name__} needs a UUID in its primary key")
    return found[-1]
