"""The borrower's request: what it holds, and every move it can make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.application.domain.financials import NOTHING_SAID, Financials
from services.application.domain.groups import Membership
from services.application.domain.products import ProductTerms
from services.application.domain.statuses import (
    AMENDABLE,
    APPLICATION_MOVES,
    CONTRACT_DECIDES,
    IN_INTAKE,
    ApplicationStatus,
)
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.errors import (
    ApplicationNotEditable,
    ApplicationNotUnderReview,
    ContractDecides,
)
from services.application.intake.domain.wishes import Wishes
from services.kit.clock import Clock
from services.kit.errors import FieldError

# An officer looks at a submission within four hours.
ACCEPTANCE_SLA: Final = timedelta(hours=4)


class RejectionReason(StrEnum):
    """Why intake turned an application away, as the borrower is told."""

    INCOMPLETE_MATERIALS = "incomplete_materials"
    NOT_ELIGIBLE = "not_eligible"
    PURPOSE_NOT_ALLOWED = "purpose_not_allowed"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"
    OTHER = "other"


class WithdrawalReason(StrEnum):
    """Why the borrower left, if they care to say."""

    NO_LONGER_NEEDED = "no_longer_needed"
    BETTER_OFFER = "better_offer"
    TOO_SLOW = "too_slow"
    TOO_EXPENSIVE = "too_expensive"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes of an application: members by name, None takes one back."""

    wishes: Mapping[str, object]
    financials: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanApplication:
    """One application.

    The product version is pinned when the draft is made and never moves. `owner` and
    `partner_id` are the party's. `sla_due_at` is when an officer should have answered, `group_id`
    the group it was submitted in, where the product is for groups.
    """

    application_id: UUID
    status: ApplicationStatus
    party_id: UUID
    product_code: str
    product_version_id: UUID
    owner: str
    partner_id: UUID | None
    channel: ApplicationChannel
    wishes: Wishes
    financials: Financials = NOTHING_SAID
    external_reference: str | None = None
    group_id: UUID | None = None
    submitted_at: datetime | None = None
    submitted_on: date | None = None
    sla_due_at: datetime | None = None
    accepted_at: datetime | None = None
    supplement_due_on: date | None = None
    closing_reason_code: str | None = None
    closing_reason: str | None = None

    @property
    def was_submitted_before(self) -> bool:
        """Whether an officer may have asked questions already."""
        return self.submitted_at is not None

    def fresh_on(self, today: date) -> date:
        """The day its documents must be fresh on: once handed in, they no longer age."""
        if self.status in AMENDABLE or self.submitted_on is None:
            return today
        return self.submitted_on

    def breaches(self, terms: ProductTerms) -> tuple[FieldError, ...]:
        """Everything that was said and that the product cannot meet."""
        currency = terms.amount_min.currency
        return (*self.wishes.breaches(terms), *self.financials.breaches(currency))

    def amend(self, changed: Amendment) -> Self:
        """The application with other wishes or means; raises `ApplicationNotEditable`."""
        self.require_editable()
        return replace(
            self,
            wishes=self.wishes.with_changes(changed.wishes),
            financials=self.financials.with_changes(changed.financials),
        )

    def submit(self, clock: Clock) -> Self:
        """Handed in, first or again: the officer's time starts anew."""
        at = clock.now()
        return replace(
            self._moved(ApplicationStatus.SUBMITTED),
            submitted_at=at,
            submitted_on=clock.today(),
            sla_due_at=at + ACCEPTANCE_SLA,
            supplement_due_on=None,
        )

    def in_group(self, membership: Membership | None) -> Self:
        """With the group it is asked for in, as the borrower is in it now."""
        return replace(self, group_id=None if membership is None else membership.group_id)

    def accept(self, at: datetime) -> Self:
        """Complete and readable: it goes on to underwriting."""
        return replace(self._moved(ApplicationStatus.ACCEPTED), accepted_at=at, sla_due_at=None)

    def request_supplement(self, due_on: date) -> Self:
        """Back to the borrower, with a deadline."""
        return replace(
            self._moved(ApplicationStatus.SUPPLEMENT_REQUIRED),
            supplement_due_on=due_on,
            sla_due_at=None,
        )

    def reject(self, reason_code: RejectionReason, reason: str) -> Self:
        """Turned away by intake; not a credit decision."""
        return self._closed(ApplicationStatus.REJECTED, reason_code, reason)

    def withdraw(self, reason_code: WithdrawalReason | None, reason: str | None) -> Self:
        """The borrower leaves, before a contract binds anybody."""
        return self._closed(ApplicationStatus.WITHDRAWN, reason_code, reason)

    def advance(self, target: ApplicationStatus, reason_code: str | None = None) -> Self:
        """One step further after intake is done with it; `reason_code` says why it ended."""
        return replace(self._moved(target), closing_reason_code=reason_code)

    def with_means(self, changes: Mapping[str, object]) -> Self:
        """With what underwriting was told of the borrower's means, in answer to a question."""
        return replace(self, financials=self.financials.with_changes(changes))

    def require_editable(self) -> None:
        """Raise `ApplicationNotEditable` unless fields and materials may change now."""
        if self.status not in AMENDABLE:
            raise ApplicationNotEditable

    def require_uploadable(self, *, was_requested: bool) -> None:
        """Raise `ApplicationNotEditable` unless a file may be handed in now.

        While underwriting waits for an answer, that is what it asked for.
        """
        is_awaited = self.status is ApplicationStatus.INFORMATION_REQUESTED and was_requested
        if not is_awaited:
            self.require_editable()

    def require_under_review(self) -> None:
        """Raise `ApplicationNotUnderReview` unless an officer has it on the desk."""
        if self.status is not ApplicationStatus.SUBMITTED:
            raise ApplicationNotUnderReview

    def require_in_intake(self) -> None:
        """Raise `ApplicationNotUnderReview` once intake has no more say in it."""
        if self.status not in IN_INTAKE:
            raise ApplicationNotUnderReview

    def require_no_contract(self) -> None:
        """Raise `ContractDecides` from the accepted offer until a payout is under way."""
        if self.status in CONTRACT_DECIDES:
            raise ContractDecides

    def _closed(
        self,
        status: ApplicationStatus,
        reason_code: RejectionReason | WithdrawalReason | None,
        reason: str | None,
    ) -> Self:
        return replace(
            self._moved(status),
            closing_reason_code=reason_code,
            closing_reason=reason,
            sla_due_at=None,
            supplement_due_on=None,
        )

    def _moved(self, target: ApplicationStatus) -> Self:
        APPLICATION_MOVES.step(self.status, target)
        return replace(self, status=target)
