"""What the other areas may know of a joint-liability group: where it stands, and who is in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.transitions import TransitionTable


class GroupStatus(StrEnum):
    """Where a joint-liability group stands: its members may borrow together while it is active."""

    FORMING = "forming"
    ACTIVE = "active"
    FROZEN = "frozen"
    DISSOLVED = "dissolved"


_G = GroupStatus

GROUP_MOVES: Final = TransitionTable[GroupStatus](
    "group",
    {
        _G.FORMING: frozenset({_G.ACTIVE, _G.DISSOLVED}),
        _G.ACTIVE: frozenset({_G.FROZEN, _G.DISSOLVED}),
        _G.FROZEN: frozenset({_G.ACTIVE, _G.DISSOLVED}),
        _G.DISSOLVED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Membership:
    """The place of a party in the one group it belongs to, which is not dissolved."""

    group_id: UUID
    status: GroupStatus
    has_agreed: bool
    version: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as another area sees it; `owner` is the login that acts for it.

    `agreed_by` is the login that agreed: the same, or one of the partner's.
    """

    party_id: UUID
    owner: str
    agreed_by: str | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as another area sees it; `members` in the order in which they joined."""

    group_id: UUID
    status: GroupStatus
    members: tuple[MemberView, ...]
