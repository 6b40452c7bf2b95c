"""What readers of groups get; how much of a name they see depends on who reads."""

from typing import Annotated

from pydantic import Field

from services.application.domain.groups import GroupStatus
from services.application.groups.domain.group import MEMBERS_MAX, FreezeReason
from services.application.groups.schemas.parts import (
    NAME_LENGTH_MAX,
    GroupId,
    PartyId,
    TextHash,
    TextVersion,
)
from services.kit.schemas import InstantRead, ReadSchema


class GroupMemberRead(ReadSchema):
    """A member: its name whole for itself and for the staff who work cases, masked for others."""

    party_id: PartyId
    name: Annotated[str, Field(max_length=NAME_LENGTH_MAX, examples=["示****"])]
    joined_at: InstantRead
    agreed_at: InstantRead | None = Field(description="null while the agreement is awaited")


class GroupRead(ReadSchema):
    """A joint-liability group."""

    id: GroupId
    status: GroupStatus = Field(description="an open list: new states may appear")
    frozen_because: FreezeReason | None = Field(description="for staff alone, and while frozen")
    members: list[GroupMemberRead] = Field(max_length=MEMBERS_MAX)
    version: int = Field(ge=1, description="what the ETag says, without its quotes")
    created_at: InstantRead
    updated_at: InstantRead


class GroupTextWords(ReadSchema):
    """A text in the two languages we answer in."""

    en: str
    zh: str


class GroupAgreementTextRead(ReadSchema):
    """The text that members agree to now."""

    version: TextVersion
    title: GroupTextWords
    body: GroupTextWords
    hash: TextHash = Field(
        description="sha256 over the word joint_liability, version, Chinese and English text,"
        " joined by line feeds"
    )
