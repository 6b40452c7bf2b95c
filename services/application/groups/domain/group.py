"""A group and its moves: who may join, when all have agreed, and what ends it.

Joint lending by groups is usual practice among Chinese rural and small lenders: five to ten
households, with some three to five, who know one another and are not next of kin. A group of fewer
than three is declined by the underwriting rulebook.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.groups import GROUP_MOVES, GroupStatus
from services.application.domain.parties import PartyView
from services.application.groups.domain.errors import (
    AlreadyAgreed,
    GroupFull,
    GroupInUse,
    GroupTooSmall,
    MemberLate,
    MembersFixed,
)
from services.kit.errors import FieldError, Invalid, NotFound, OwnWork, Title, TransitionNotAllowed

MEMBERS_MIN: Final = 3
MEMBERS_MAX: Final = 10
# People who answer with all they have; an enterprise or a cooperative is somebody else's liability.
JOINING: Final = frozenset(
    {CustomerType.SOLE_TRADER, CustomerType.MICRO_OWNER, CustomerType.FARMER}
)

_G = GroupStatus
_NO_PARTY: Final = FieldError(
    "/party_id", "unknown_party", Title("There is no such party.", "该客户不存在。")
)
_NOT_ELIGIBLE: Final = FieldError(
    "/party_id",
    "member_not_eligible",
    Title(
        "must be a sole trader, an owner or a farmer in person", "须为个体户、小微企业主或农户本人"
    ),
)
_ANOTHERS: Final = FieldError(
    "/party_id",
    "member_of_another_channel",
    Title("came another way than the group", "与联保小组的来源渠道不一致"),
)
NOT_A_MEMBER: Final = FieldError(
    "/party_id", "not_a_member", Title("is no member of yours here", "不是本小组中您名下的成员")
)


class FreezeReason(StrEnum):
    """Why a group may not borrow for now."""

    MEMBER_LATE = "member_late"
    MEMBER_UNREACHABLE = "member_unreachable"
    SUSPECTED_FRAUD = "suspected_fraud"
    DISPUTE = "dispute"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the group; `owner` is the login that acts for them."""

    party_id: UUID
    owner: str
    has_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Freeze:
    """Why a group is frozen, and whose hand did it."""

    because: FreezeReason
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group; all its members came through the partner `partner_id`, or all through none."""

    group_id: UUID
    status: GroupStatus
    partner_id: UUID | None
    members: tuple[Member, ...] = ()
    freeze: Freeze | None = None

    def joined_by(self, party: PartyView | None) -> Self:
        """With one more member; the others agree anew, for they answer for somebody else now.

        Raises `MembersFixed`, `GroupFull` and `Invalid`.
        """
        self._require_forming()
        member = Member(*_eligible(party, self.partner_id))
        if len(self.members) >= MEMBERS_MAX:
            raise GroupFull
        return replace(self, members=(*_asked_anew(self.members), member))

    def left_by(self, party_id: UUID, *, is_in_use: bool) -> Self:
        """Without one member; while the group forms, the others agree anew.

        Raises `NotFound`, `MembersFixed`, `GroupInUse` and `GroupTooSmall`.
        """
        rest = tuple(each for each in self.members if each.party_id != party_id)
        if len(rest) == len(self.members):
            raise NotFound
        if self.status is _G.FORMING:
            return replace(self, members=_asked_anew(rest))
        if self.status is not _G.ACTIVE:
            raise MembersFixed
        if is_in_use:
            raise GroupInUse
        if len(rest) < MEMBERS_MIN:
            raise GroupTooSmall
        return replace(self, members=rest)

    def agreed_by(self, party_id: UUID, owner: str, *, as_another: bool = False) -> Self:
        """With the agreement of one member, active when it is the last and they are enough.

        Who has become `as_another` since it joined is somebody the others never agreed to: anew.
        Raises `Invalid` unless it is a member of `owner`, `AlreadyAgreed` and `MembersFixed`.
        """
        member = next((each for each in self.members if each.party_id == party_id), None)
        if member is None or member.owner != owner:
            raise Invalid(errors=[NOT_A_MEMBER])
        if member.has_agreed:
            raise AlreadyAgreed
        self._require_forming()
        known = _asked_anew(self.members) if as_another else self.members
        members = tuple(
            replace(each, has_agreed=True) if each.party_id == party_id else each for each in known
        )
        agreed = replace(self, members=members)
        is_complete = len(members) >= MEMBERS_MIN and all(each.has_agreed for each in members)
        return agreed._moved(_G.ACTIVE) if is_complete else agreed  # noqa: SLF001 - another of us

    def frozen(self, because: FreezeReason, by: str) -> Self:
        """Kept from borrowing; raises `TransitionNotAllowed`."""
        return replace(self._moved(_G.FROZEN), freeze=Freeze(because, by))

    def released(self, by: str, *, is_member_late: bool) -> Self:
        """Free to borrow again; raises `TransitionNotAllowed` and `MemberLate`.

        Raises `OwnWork` for who froze it.
        """
        if self.freeze is None:
            raise TransitionNotAllowed  # a group that forms is not made active this way
        if self.freeze.by == by:
            raise OwnWork
        if is_member_late:
            raise MemberLate
        return replace(self._moved(_G.ACTIVE), freeze=None)

    def dissolved(self, *, is_in_use: bool) -> Self:
        """Ended for good; raises `TransitionNotAllowed` and `GroupInUse`."""
        dissolved = replace(self._moved(_G.DISSOLVED), freeze=None)
        if is_in_use:
            raise GroupInUse
        return dissolved

    def _require_forming(self) -> None:
        if self.status is not _G.FORMING:
            raise MembersFixed

    def _moved(self, target: GroupStatus) -> Self:
        GROUP_MOVES.step(self.status, target)
        return replace(self, status=target)


def formed(group_id: UUID, party: PartyView | None) -> Group:
    """A new group with its first member; raises `Invalid`."""
    partner_id = None if party is None else party.partner_id
    return Group(group_id=group_id, status=_G.FORMING, partner_id=partner_id).joined_by(party)


def _eligible(party: PartyView | None, partner_id: UUID | None) -> tuple[UUID, str]:
    if party is None:
        raise Invalid(errors=[_NO_PARTY])
    if party.kind is not PartyKind.PERSON or party.customer_type not in JOINING:
        raise Invalid(errors=[_NOT_ELIGIBLE])
    if party.partner_id != partner_id:
        raise Invalid(errors=[_ANOTHERS])
    return party.party_id, party.owner


def _asked_anew(members: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(replace(each, has_agreed=False) for each in members)
