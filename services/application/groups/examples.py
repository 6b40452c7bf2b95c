"""What the reference shows of groups: three members and their moves, by the views themselves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from services.application.domain.groups import GroupStatus
from services.application.groups import views
from services.application.groups.domain.agreement_text import text_in_force
from services.application.groups.domain.group import Freeze, FreezeReason, Group, Member
from services.application.groups.records import GroupRecord, MemberRecord
from services.kit.caller import Caller
from services.kit.identifiers import typeid_of
from services.kit.roles import Role

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_IDS: Final = tuple(UUID(f"01890a5d-ac96-774b-bcce-b302099a805{digit}") for digit in range(7, 10))
_NAMES: Final = ("示例借款人", "示例成员甲", "示例成员乙")
_TEXT: Final = text_in_force()
_STAFF: Final = Caller(
    subject="auditor",
    roles=frozenset({Role.AUDITOR}),
    scopes=frozenset(),
    partner_id=None,
    acting_service="svc:gateway",
    request_id="req",
)


def _group(
    status: GroupStatus,
    version: int,
    agreed: Sequence[bool] = (True, True, True),
    freeze: Freeze | None = None,
) -> dict[str, Any]:
    members = tuple(
        Member(party_id, "borrower", has_agreed)
        for party_id, has_agreed in zip(_IDS, agreed, strict=False)
    )
    record = GroupRecord(
        group=Group(
            group_id=_IDS[0], status=status, partner_id=None, members=members, freeze=freeze
        ),
        members=tuple(
            MemberRecord(
                party_id=member.party_id,
                owner=member.owner,
                name=name,
                joined_at=_MOMENT,
                agreed_at=_MOMENT if member.has_agreed else None,
            )
            for member, name in zip(members, _NAMES, strict=False)
        ),
        version=version,
        created_at=_MOMENT,
        updated_at=_MOMENT,
    )
    return views.group(record, _STAFF).model_dump(mode="json")


FORMING_EXAMPLE: Final = _group(GroupStatus.FORMING, 1, (False,))
AGREED_EXAMPLE: Final = _group(GroupStatus.FORMING, 5, (True, True, False))
GROUP_EXAMPLE: Final = _group(GroupStatus.ACTIVE, 6)
GROUPS_EXAMPLE: Final = {"data": [GROUP_EXAMPLE], "has_more": False, "next_cursor": None}
FROZEN_EXAMPLE: Final = _group(
    GroupStatus.FROZEN, 7, freeze=Freeze(FreezeReason.MEMBER_UNREACHABLE, "officer")
)
DISSOLVED_EXAMPLE: Final = _group(GroupStatus.DISSOLVED, 7)
TEXT_EXAMPLE: Final = views.agreement_text(_TEXT).model_dump(mode="json")
GROUP_CREATE_EXAMPLE: Final = {"party_id": typeid_of("party", _IDS[0])}
MEMBER_CREATE_EXAMPLE: Final = {"party_id": typeid_of("party", _IDS[1])}
DEPARTURE_CREATE_EXAMPLE: Final = {"reason": "moved to another county"}
AGREEMENT_CREATE_EXAMPLE: Final = {
    "party_id": typeid_of("party", _IDS[0]),
    "text_version": _TEXT.version,
    "text_hash": _TEXT.sha256,
    "has_no_relatives_here": True,
}
FREEZE_CREATE_EXAMPLE: Final = {
    "reason_code": "member_unreachable",
    "reason": "a member has not answered for a week",
}
RELEASE_CREATE_EXAMPLE: Final = {"reason": "the member was visited at the shop"}
DISSOLUTION_CREATE_EXAMPLE: Final = {"reason": "all loans are repaid, and nobody goes on"}
