"""From groups in the domain to what each reader gets."""

from services.application.groups.domain.agreement_text import AgreementText
from services.application.groups.records import GroupRecord, MemberRecord
from services.application.groups.schemas.read import (
    GroupAgreementTextRead,
    GroupMemberRead,
    GroupRead,
    GroupTextWords,
)
from services.application.parties.entry import Audience, audience_of, shown_name
from services.application.visibility import owner_of
from services.kit.caller import Caller
from services.kit.errors import Title
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import Page


def group(record: GroupRecord, caller: Caller) -> GroupRead:
    """The group as `caller` sees it."""
    return _group(
        record,
        [_member(each, caller) for each in record.members],
        is_staff=caller.is_staff,
    )


def groups(found: list[GroupRecord], page: PageRequest, caller: Caller) -> Page[GroupRead]:
    """A page of groups as `caller` sees them."""
    return page_of(
        found,
        page,
        place=lambda one: Cursor(one.created_at, one.group.group_id),
        read=lambda one: group(one, caller),
    )


def group_formed(record: GroupRecord) -> Reply:
    """The answer to who formed a group."""
    place = f"/v1/groups/{typeid_of('grp', record.group.group_id)}"
    return _kept(record, place)


def group_changed(record: GroupRecord) -> Reply:
    """The answer to who changed a group."""
    return _kept(record)


def agreement_text(text: AgreementText) -> GroupAgreementTextRead:
    """The text in force."""
    return GroupAgreementTextRead(
        version=text.version,
        title=_words(text.title),
        body=_words(text.body),
        hash=text.sha256,
    )


def _kept(record: GroupRecord, location: str | None = None) -> Reply:
    """It is kept for replays, and so holds no more than those who oversee may see."""
    members = [_shown(each, shown_name(each.name, Audience.OVERSIGHT)) for each in record.members]
    body = _group(record, members, is_staff=True).model_dump_json().encode()
    return Reply(201, body, etag_of(record.version), location)


def _group(record: GroupRecord, members: list[GroupMemberRead], *, is_staff: bool) -> GroupRead:
    one = record.group
    return GroupRead(
        id=one.group_id,
        status=one.status,
        frozen_because=one.freeze.because if is_staff and one.freeze is not None else None,
        members=members,
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )


def _member(record: MemberRecord, caller: Caller) -> GroupMemberRead:
    is_open = caller.is_staff or record.owner == owner_of(caller)
    audience = audience_of(caller) if is_open else Audience.OVERSIGHT
    return _shown(record, shown_name(record.name, audience))


def _shown(record: MemberRecord, name: str) -> GroupMemberRead:
    return GroupMemberRead(
        party_id=record.party_id,
        name=name,
        joined_at=record.joined_at,
        agreed_at=record.agreed_at,
    )


def _words(title: Title) -> GroupTextWords:
    return GroupTextWords(en=title.en, zh=title.zh)
