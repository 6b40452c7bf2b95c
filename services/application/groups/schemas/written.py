"""What callers write: groups, their members and their moves."""

from typing import Literal

from pydantic import Field

from services.application.groups.domain.agreement_text import Agreement
from services.application.groups.domain.group import FreezeReason
from services.application.groups.schemas.parts import PartyId, Reason, TextHash, TextVersion
from services.kit.schemas import Schema


class GroupCreate(Schema):
    """A new group."""

    party_id: PartyId = Field(description="its first member, a person in trade or a farmer")


class GroupMemberCreate(Schema):
    """One more member."""

    party_id: PartyId


class GroupDepartureCreate(Schema):
    """Why a member leaves."""

    reason: Reason


class GroupAgreementCreate(Schema):
    """That one member agrees; the text in force is quoted by version and hash."""

    party_id: PartyId = Field(description="the member, a party of yours")
    text_version: TextVersion
    text_hash: TextHash
    has_no_relatives_here: Literal[True] = Field(
        description="confirms that no other member is spouse, parent, child, brother or sister"
    )

    def agreement(self) -> Agreement:
        """The agreement as the use case takes it."""
        return Agreement(self.party_id, self.text_version, self.text_hash)


class GroupFreezeCreate(Schema):
    """Why a group may not borrow for now."""

    reason_code: FreezeReason
    reason: Reason | None = None


class GroupReleaseCreate(Schema):
    """Why a group may borrow again."""

    reason: Reason


class GroupDissolutionCreate(Schema):
    """Why a group ends."""

    reason: Reason
