"""The life of a consent, and what a good one quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.application.domain.parties import ConsentPurpose
from services.application.parties.domain.consent_texts import text_in_force
from services.kit.errors import FieldError, Title
from services.kit.transitions import TransitionTable


class ConsentStatus(StrEnum):
    """A consent stands until it is revoked or ends by its own text; a new one is a new consent."""

    GIVEN = "given"
    REVOKED = "revoked"


CONSENT_LIFE: Final = TransitionTable(
    "consent",
    {
        ConsentStatus.GIVEN: frozenset({ConsentStatus.REVOKED}),
        ConsentStatus.REVOKED: frozenset(),
    },
)


class Channel(StrEnum):
    """Where the person agreed."""

    APP = "app"
    WEB = "web"
    MINI_PROGRAM = "mini_program"
    BRANCH = "branch"
    PARTNER = "partner"


# What by its own text ends when no loan is granted.
UNTIL_REFUSAL: Final = ConsentPurpose.CREDIT_BUREAU_QUERY


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """What a caller says was agreed to."""

    purpose: ConsentPurpose
    text_version: str
    text_hash: str
    channel: Channel
    device: str | None


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent as it is kept; times are the database's."""

    consent_id: UUID
    party_id: UUID
    status: ConsentStatus
    given: ConsentGiven
    given_at: datetime
    revoked_at: datetime | None

    @property
    def is_current(self) -> bool:
        """Whether it stands, for the text now in force."""
        in_force = text_in_force(self.given.purpose).version
        return self.status is ConsentStatus.GIVEN and self.given.text_version == in_force


def faults_of(given: ConsentGiven) -> Sequence[FieldError]:
    """What is wrong with the quoted text: another version than in force, or another wording."""
    text = text_in_force(given.purpose)
    if given.text_version != text.version:
        message = Title("is not the version in force; show the current text", "文本版本已失效")
        return (FieldError("/text_version", "consent_text_outdated", message),)
    if given.text_hash != text.sha256:
        message = Title("does not match the text of this version", "与该版本文本不一致")
        return (FieldError("/text_hash", "consent_text_mismatch", message),)
    return ()
