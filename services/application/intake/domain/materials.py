"""A material: one item of the checklist, from wanted to verified, and when it grows stale."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from services.application.domain.checklists import ChecklistItem, MediaType, Requirement
from services.kit.errors import FieldError, Invalid, Title, UnsupportedMedia
from services.kit.transitions import TransitionTable


class MaterialStatus(StrEnum):
    """Where a material stands; `required` means nothing is there yet."""

    REQUIRED = "required"
    UPLOADED = "uploaded"
    VERIFIED = "verified"
    REJECTED = "rejected"
    WAIVED = "waived"
    EXPIRED = "expired"


class MaterialNeed(StrEnum):
    """Whether the application can go on without it."""

    REQUIRED = "required"
    ONE_OF = "one_of"  # any one of its group will do
    OPTIONAL = "optional"
    NOT_NEEDED = "not_needed"  # the checklist changed; what was uploaded is kept


class ReviewOutcome(StrEnum):
    """What an officer says of an uploaded material."""

    VERIFIED = "verified"
    REJECTED = "rejected"


_M = MaterialStatus

MATERIAL_MOVES: Final = TransitionTable[MaterialStatus](
    "material",
    {
        _M.REQUIRED: frozenset({_M.UPLOADED, _M.WAIVED}),
        # A better scan may replace one that nobody has judged yet.
        _M.UPLOADED: frozenset({_M.UPLOADED, _M.VERIFIED, _M.REJECTED, _M.WAIVED, _M.EXPIRED}),
        _M.VERIFIED: frozenset({_M.EXPIRED}),
        _M.REJECTED: frozenset({_M.UPLOADED, _M.WAIVED}),
        _M.WAIVED: frozenset(),
        _M.EXPIRED: frozenset({_M.UPLOADED, _M.WAIVED}),
    },
)

# Judged once and for all, unless it ages.
SETTLED: Final = frozenset({_M.VERIFIED, _M.WAIVED})

_NEED_OF: Final[Mapping[Requirement, MaterialNeed]] = MappingProxyType(
    {
        Requirement.REQUIRED: MaterialNeed.REQUIRED,
        Requirement.ONE_OF: MaterialNeed.ONE_OF,
        Requirement.OPTIONAL: MaterialNeed.OPTIONAL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One checklist item of one application.

    `was_requested` marks what an officer asked for: it stays required whatever the checklist
    says. `reason` is the reviewer's, or the waiver's.
    """

    item: ChecklistItem
    status: MaterialStatus
    need: MaterialNeed
    was_requested: bool = False
    upload_id: UUID | None = None
    document_on: date | None = None
    reason: str | None = None

    @property
    def code(self) -> str:
        """The checklist's name for it."""
        return self.item.code

    @property
    def valid_until(self) -> date | None:
        """The last day it is fresh enough, or None when it does not age."""
        if self.document_on is None or self.item.freshness_days is None:
            return None
        return self.document_on + timedelta(days=self.item.freshness_days)

    def require_accepted(self, media_type: MediaType) -> None:
        """Raise `UnsupportedMedia` for a kind of file this item may not be."""
        if media_type not in self.item.media_types:
            accepted = ", ".join(self.item.media_types)
            raise UnsupportedMedia(
                Title(f"This item may be: {accepted}.", f"该资料支持的文件类型：{accepted}。")
            )

    def as_of(self, day: date) -> Self:
        """The material as it stands on `day`: stale ones have expired.

        Expiry is derived on every reading and written down by the next upload, so no nightly job
        can be late with it.
        """
        if self.status not in {_M.UPLOADED, _M.VERIFIED}:
            return self
        if self.valid_until is None or day <= self.valid_until:
            return self
        return self.moved_to(_M.EXPIRED)

    def upload(self, upload_id: UUID, document_on: date | None, today: date) -> Self:
        """With new content; raises `Invalid` for a document date that is missing or no good."""
        if breach := _date_breach(self.item.freshness_days, document_on, today):
            raise Invalid(errors=[breach])
        return replace(
            self.as_of(today).moved_to(_M.UPLOADED),
            upload_id=upload_id,
            document_on=document_on,
            reason=None,
        )

    def review(self, outcome: ReviewOutcome, reason: str | None, day: date) -> Self:
        """Looked at by an officer; only what is uploaded and was fresh on `day` can be."""
        target = _M.VERIFIED if outcome is ReviewOutcome.VERIFIED else _M.REJECTED
        return replace(self.as_of(day).moved_to(target), reason=reason)

    def waive(self, reason: str, day: date) -> Self:
        """Done without, on a named approver's word."""
        return replace(self.as_of(day).moved_to(_M.WAIVED), reason=reason)

    def request(self, reason: str, day: date) -> Self:
        """Asked for by an officer: what was uploaded is refused, what was optional is needed.

        Raises `TransitionNotAllowed` for what was verified or waived.
        """
        seen = self.as_of(day)
        if seen.status not in {_M.REQUIRED, _M.REJECTED, _M.EXPIRED}:
            seen = seen.moved_to(_M.REJECTED)
        return replace(seen, need=MaterialNeed.REQUIRED, was_requested=True, reason=reason)

    def fitted(self, item: ChecklistItem | None) -> Self:
        """The material under a changed checklist, on which it is `item` or, None, no longer is."""
        if item is None:
            return self if self.was_requested else replace(self, need=MaterialNeed.NOT_NEEDED)
        need = MaterialNeed.REQUIRED if self.was_requested else _NEED_OF[item.requirement]
        return replace(self, item=item, need=need)

    def moved_to(self, target: MaterialStatus) -> Self:
        """One step of its life; raises `TransitionNotAllowed`."""
        MATERIAL_MOVES.step(self.status, target)
        return replace(self, status=target)


def wanted(item: ChecklistItem) -> Material:
    """A new line of the checklist, with nothing uploaded yet."""
    return Material(item=item, status=_M.REQUIRED, need=_NEED_OF[item.requirement])


_DATE_POINTER: Final = "#query/document_on"
_DATE_MISSING: Final = FieldError(
    _DATE_POINTER,
    "document_date_required",
    Title("This item ages: say the date on the document.", "该资料有时效要求，请提供文件日期。"),
)
_DATE_AHEAD: Final = FieldError(
    _DATE_POINTER,
    "document_date_in_future",
    Title("The document cannot be dated after today.", "文件日期不能晚于今天。"),
)


def _date_breach(
    freshness_days: int | None, document_on: date | None, today: date
) -> FieldError | None:
    if document_on is None:
        return None if freshness_days is None else _DATE_MISSING
    if document_on > today:
        return _DATE_AHEAD
    if freshness_days is None or (today - document_on).days <= freshness_days:
        return None
    told = Title(
        f"The document may be at most {freshness_days} days old.",
        f"文件日期须在 {freshness_days} 天以内。",
    )
    return FieldError(_DATE_POINTER, "document_too_old", told)
