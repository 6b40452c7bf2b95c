"""What readers of the lists get."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, ReadSchema, TypeId
from services.underwriting.watchlist.domain.entries import EntryStatus, ListedAs, ListKind


class RemovalRead(ReadSchema):
    """By whom, when and why a name was taken off."""

    removed_by: str
    removed_at: InstantRead
    reason: str


class WatchlistEntryRead(ReadSchema):
    """A listed name."""

    id: Annotated[UUID, TypeId("wle")]
    kind: ListKind
    listed_as: ListedAs
    name: str = Field(description="masked for those who only oversee")
    number: str | None = Field(description="masked", examples=["110101********0003"])
    source: str
    reason: str
    expires_on: DateRead | None = Field(description="the first day it no longer counts")
    status: EntryStatus
    is_counting: bool = Field(description="whether screenings look at it today")
    added_by: str
    removal: RemovalRead | None
    version: int
    created_at: InstantRead
    updated_at: InstantRead
