"""Rows of groups to and from the domain; loads, locks and saves, and decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.application.domain.groups import GroupStatus
from services.application.groups.domain.agreement_text import Agreement
from services.application.groups.domain.errors import InAnotherGroup
from services.application.groups.domain.group import Freeze, FreezeReason, Group, Member
from services.application.groups.records import GroupRecord, MemberRecord
from services.application.groups.tables import GroupMemberRow, GroupRow
from services.application.parties import entry as parties
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.roles import Role

# (party) → the condition of being late with a loan, which others know.
IsLate = Callable[[InstrumentedAttribute[UUID]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Held:
    """A group that is locked, with its rows."""

    row: GroupRow
    member_rows: Sequence[GroupMemberRow]
    group: Group

    @property
    def hands(self) -> frozenset[str]:
        """Who belongs to it, and the logins that agreed for a partner's members."""
        agreed = {each.agreed_by for each in self.member_rows if each.agreed_by is not None}
        return frozenset(agreed.union(each.owner for each in self.member_rows))

    def row_of(self, party_id: UUID) -> GroupMemberRow:
        """The row of a member."""
        return next(each for each in self.member_rows if each.party_id == party_id)


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is about to join: who asked, and what their identity is found by."""

    member: Member
    identity_index: bytes
    added_by: str


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The condition of being a group `caller` may see: its partner's, or one it belongs to."""
    if caller.partner_id is not None:
        return GroupRow.partner_id == caller.partner_id
    if Role.BORROWER in caller.roles:
        return GroupRow.group_id.in_(
            select(GroupMemberRow.group_id).where(
                GroupMemberRow.owner == caller.subject, GroupMemberRow.left_at.is_(None)
            )
        )
    return true() if caller.is_staff else false()


async def add_group(session: AsyncSession, group: Group, formed_by: str) -> GroupRow:
    """The row of a new group, before its members."""
    row = GroupRow(
        group_id=group.group_id,
        status=group.status.value,
        partner_id=group.partner_id,
        formed_by=formed_by,
        version=1,
    )
    session.add(row)
    await session.flush()
    return row


async def find(session: AsyncSession, group_id: UUID, caller: Caller) -> GroupRow:
    """The group; raises `NotFound` for absent and another's alike."""
    row = await session.scalar(_visible(group_id, caller))
    if row is None:
        raise NotFound
    return row


async def hold(session: AsyncSession, group_id: UUID, caller: Caller) -> Held:
    """The group, locked, and with it its members; raises `NotFound`."""
    row = await session.scalar(_visible(group_id, caller).with_for_update())
    if row is None:
        raise NotFound
    return await held(session, row)


async def held(session: AsyncSession, row: GroupRow) -> Held:
    """A locked row with what belongs to it."""
    member_rows = await members_of(session, [row.group_id])
    return Held(row, member_rows, group_of(row, member_rows))


async def find_any(session: AsyncSession, group_id: UUID) -> GroupRow:
    """The group as it stands now, for our own machinery."""
    return await session.get_one(GroupRow, group_id, populate_existing=True)


async def standing_of(
    session: AsyncSession, party_id: UUID, *, is_held: bool
) -> tuple[GroupRow, GroupMemberRow] | None:
    """The one group a party stands in, with its place there; held against changes if asked."""
    statement = (
        select(GroupRow, GroupMemberRow)
        .join(GroupMemberRow, GroupMemberRow.group_id == GroupRow.group_id)
        .where(GroupMemberRow.party_id == party_id, GroupMemberRow.is_standing)
    )
    if is_held:
        # Both, or a group that is dissolved meanwhile would be found with the member it had.
        statement = statement.with_for_update(read=True)
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else (found[0], found[1])


async def lock_active(
    session: AsyncSession, is_late: IsLate, party_id: UUID | None, limit: int
) -> Sequence[GroupRow]:
    """Active groups, locked, with a standing member of whom `is_late` holds, or with this one."""
    member = exists().where(
        GroupMemberRow.group_id == GroupRow.group_id,
        GroupMemberRow.is_standing,
        GroupMemberRow.party_id == party_id if party_id is not None else true(),
        is_late(GroupMemberRow.party_id),
    )
    found = await session.scalars(
        select(GroupRow)
        .where(GroupRow.status == GroupStatus.ACTIVE.value, member)
        .order_by(GroupRow.group_id)
        .limit(limit)
        .with_for_update(skip_locked=party_id is None)
    )
    return found.all()


async def has_late_member(session: AsyncSession, group_id: UUID, is_late: IsLate) -> bool:
    """Whether `is_late` holds of a member of a locked group."""
    found = await session.scalar(
        select(GroupMemberRow.party_id)
        .where(
            GroupMemberRow.group_id == group_id,
            GroupMemberRow.is_standing,
            is_late(GroupMemberRow.party_id),
        )
        .limit(1)
    )
    return found is not None


async def members_of(session: AsyncSession, group_ids: Sequence[UUID]) -> Sequence[GroupMemberRow]:
    """Those who have not left these groups, in the order in which they joined."""
    found = await session.scalars(
        select(GroupMemberRow)
        .where(GroupMemberRow.group_id.in_(group_ids), GroupMemberRow.left_at.is_(None))
        .order_by(GroupMemberRow.group_id, GroupMemberRow.position)
    )
    return found.all()


async def add_member(session: AsyncSession, row: GroupRow, joining: Joining) -> None:
    """One more member of a locked group; raises `InAnotherGroup`, as the indexes judge."""
    last = await session.scalar(
        select(func.max(GroupMemberRow.position)).where(GroupMemberRow.group_id == row.group_id)
    )
    added = await session.scalar(
        insert(GroupMemberRow)
        .values(
            group_id=row.group_id,
            position=(last or 0) + 1,
            party_id=joining.member.party_id,
            owner=joining.member.owner,
            identity_index=joining.identity_index,
            added_by=joining.added_by,
        )
        .on_conflict_do_nothing()
        .returning(GroupMemberRow.position)
    )
    if added is None:
        raise InAnotherGroup


async def agree(
    session: AsyncSession, row: GroupMemberRow, agreement: Agreement, identity: bytes, by: str
) -> None:
    """Write that a member agreed, under the identity it has now; whose hand it was is `by`.

    Raises `InAnotherGroup` when that identity is another member's, here or elsewhere.
    """
    row.agreed_at = func.now()
    row.agreed_by = by
    row.text_version, row.text_hash = agreement.text_version, agreement.text_hash
    row.identity_index = identity
    try:
        await session.flush()
    except IntegrityError as error:  # the one unique rule a change can meet
        raise InAnotherGroup from error


async def save(session: AsyncSession, held: Held, group: Group) -> None:
    """Carry `group` onto its rows, as the next version; a new member has its own."""
    row = held.row
    row.status = group.status.value
    row.frozen_because = None if group.freeze is None else group.freeze.because.value
    row.frozen_by = None if group.freeze is None else group.freeze.by
    row.version += 1
    kept = {each.party_id: each for each in group.members}
    for member_row in held.member_rows:
        member = kept.get(member_row.party_id)
        if member is None:
            member_row.left_at = func.now()
        elif not member.has_agreed:
            member_row.agreed_at = member_row.agreed_by = None
            member_row.text_version = member_row.text_hash = None
        if member is None or group.status is GroupStatus.DISSOLVED:
            member_row.is_standing = False
    await session.flush()


async def record_of(session: AsyncSession, row: GroupRow, keys: FieldKeys) -> GroupRecord:
    """The group as it stands now."""
    return (await records_of(session, [row], keys))[0]


async def records_of(
    session: AsyncSession, rows: Sequence[GroupRow], keys: FieldKeys
) -> list[GroupRecord]:
    """The groups with their members, named."""
    found = await members_of(session, [row.group_id for row in rows])
    names = await parties.names_of(session, [each.party_id for each in found], keys)
    return [_record(row, [m for m in found if m.group_id == row.group_id], names) for row in rows]


def group_of(row: GroupRow, member_rows: Sequence[GroupMemberRow]) -> Group:
    """The group its rows hold."""
    freeze = None
    if row.frozen_because is not None and row.frozen_by is not None:
        freeze = Freeze(FreezeReason(row.frozen_because), row.frozen_by)
    return Group(
        group_id=row.group_id,
        status=GroupStatus(row.status),
        partner_id=row.partner_id,
        members=tuple(
            Member(each.party_id, each.owner, each.agreed_at is not None) for each in member_rows
        ),
        freeze=freeze,
    )


def _record(
    row: GroupRow, member_rows: Sequence[GroupMemberRow], names: dict[UUID, str]
) -> GroupRecord:
    return GroupRecord(
        group=group_of(row, member_rows),
        members=tuple(
            MemberRecord(
                party_id=each.party_id,
                owner=each.owner,
                name=names[each.party_id],
                joined_at=each.joined_at,
                agreed_at=each.agreed_at,
            )
            for each in member_rows
        ),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _visible(group_id: UUID, caller: Caller) -> Select[GroupRow]:
    return select(GroupRow).where(GroupRow.group_id == group_id, seen_by(caller))
