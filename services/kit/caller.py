"""Who is asking: the verified caller, as every use case sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.kit.roles import Role

ANONYMOUS_SUBJECT: Final = "anonymous"
_OUTSIDERS: Final = frozenset({Role.BORROWER, Role.PARTNER})


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller.

    `subject` is the token's subject, `acting_service` who presented it ("svc:gateway"),
    `partner_id` the partner whose data boundary applies, if any.
    """

    subject: str
    roles: frozenset[Role]
    scopes: frozenset[str]
    partner_id: UUID | None
    acting_service: str
    request_id: str

    @property
    def principal(self) -> str:
        """Whose keys and cursors these are: one name per partner, else per user."""
        if self.partner_id is not None:
            return f"partner:{self.partner_id}"
        return ANONYMOUS_SUBJECT if self.is_anonymous else f"user:{self.subject}"

    def is_among(self, names: Collection[str]) -> bool:
        """Whether one of these owners or hands is the caller, or the partner it belongs to."""
        is_partners = self.partner_id is not None and self.principal in names
        return is_partners or self.subject in names

    @property
    def is_anonymous(self) -> bool:
        """Nobody logged in; only open operations are reached."""
        return self.subject == ANONYMOUS_SUBJECT

    @property
    def is_staff(self) -> bool:
        """Neither borrower nor partner, and not anonymous."""
        return bool(self.roles) and not self.roles & _OUTSIDERS
