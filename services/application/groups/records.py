"""Groups as they stand in the database, with the names of their members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.application.groups.domain.group import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """A member with its whole name; `agreed_at` None means that the agreement is awaited."""

    party_id: UUID
    owner: str
    name: str
    joined_at: datetime
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """A group with its members, its version and its times, which are the database's."""

    group: Group
    members: tuple[MemberRecord, ...]
    version: int
    created_at: datetime
    updated_at: datetime
