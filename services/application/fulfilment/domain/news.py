"""One message of a neighbour: its place in the story it belongs to, and what it tells."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from services.application.domain.heard import Contract, Loan, Payout

ToldT = TypeVar("ToldT", Contract, Payout, Loan)


@dataclass(frozen=True, slots=True, kw_only=True)
class News(Generic[ToldT]):
    """What was told, as number `sequence` of the story of `aggregate_id`, next after `after`."""

    aggregate_id: UUID
    sequence: int
    after: int
    told: ToldT
