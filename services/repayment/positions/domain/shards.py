"""Which shard a loan lies in: a part of the book that is closed by itself."""

from typing import Final
from uuid import UUID

SHARDS: Final = 64


def shard_of(loan_id: UUID) -> int:
    """The shard, from 0; the last bits of an id are random, so that shards are of a size."""
    return loan_id.int % SHARDS
