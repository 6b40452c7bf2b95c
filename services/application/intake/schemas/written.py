"""What callers write: drafts, changes, and the moves of an application."""

from typing import Self

from pydantic import Field, model_validator

from services.application.domain.financials import NOTHING_SAID
from services.application.domain.products import RepaymentMethod
from services.application.domain.purposes import Purpose
from services.application.financials_wire import FinancialsWritten
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.drafts import Draft
from services.application.intake.domain.loan_application import (
    Amendment,
    RejectionReason,
    WithdrawalReason,
)
from services.application.intake.domain.materials import ReviewOutcome
from services.application.intake.domain.supplements import Supplement, SupplementItem
from services.application.intake.domain.wishes import Wishes
from services.application.intake.schemas.parts import (
    SUPPLEMENT_ITEMS_MAX,
    ExternalReference,
    ItemCode,
    Note,
    PartyId,
    ProductCode,
    Reason,
    TermMonths,
)
from services.kit.schemas import DateIn, MoneyIn, Schema, refusal


class ApplicationCreate(Schema):
    """A new draft; what is left out can be added step by step."""

    product_code: ProductCode
    party_id: PartyId
    channel: ApplicationChannel
    amount: MoneyIn | None = None
    term_months: TermMonths | None = None
    method: RepaymentMethod | None = None
    purpose_code: Purpose | None = None
    purpose_note: Note | None = None
    financials: FinancialsWritten | None = None
    external_reference: ExternalReference | None = Field(
        default=None, description="your own number for it; unique per partner"
    )

    def draft(self) -> Draft:
        """The draft asked for."""
        wishes = Wishes(
            amount=self.amount.money() if self.amount else None,
            term_months=self.term_months,
            method=self.method,
            purpose_code=self.purpose_code,
            purpose_note=self.purpose_note,
        )
        return Draft(
            product_code=self.product_code,
            party_id=self.party_id,
            channel=self.channel,
            wishes=wishes,
            financials=NOTHING_SAID.with_changes(
                self.financials.changes() if self.financials else {}
            ),
            external_reference=self.external_reference,
        )


class ApplicationAmend(Schema):
    """What changes; a field left out stays, null takes it back."""

    amount: MoneyIn | None = None
    term_months: TermMonths | None = None
    method: RepaymentMethod | None = None
    purpose_code: Purpose | None = None
    purpose_note: Note | None = None
    financials: FinancialsWritten | None = Field(
        default=None, description="likewise: a member left out stays, null takes it back"
    )

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise refusal("nothing_to_change", en="names no field to change", zh="没有要修改的字段")
        return self

    def amendment(self) -> Amendment:
        """The named wishes and means and what they become; None takes one back."""
        named = self.model_fields_set - {"financials"}
        wishes: dict[str, object] = {name: getattr(self, name) for name in named}
        if self.amount is not None:
            wishes["amount"] = self.amount.money()
        return Amendment(wishes=wishes, financials=self._financial_changes())

    def _financial_changes(self) -> dict[str, object]:
        if self.financials is not None:
            return self.financials.changes()
        is_taken_back = "financials" in self.model_fields_set
        return dict.fromkeys(FinancialsWritten.model_fields) if is_taken_back else {}


class SupplementItemCreate(Schema):
    """One material to add or to upload again."""

    item: ItemCode
    reason: Reason


class SupplementCreate(Schema):
    """What the borrower is asked to add, and until the end of which business day."""

    items: list[SupplementItemCreate] = Field(min_length=1, max_length=SUPPLEMENT_ITEMS_MAX)
    due_on: DateIn
    note: Note | None = None

    def supplement(self) -> Supplement:
        """The request, as the domain knows it."""
        items = tuple(SupplementItem(asked.item, asked.reason) for asked in self.items)
        return Supplement(items=items, due_on=self.due_on, note=self.note)


class RejectionCreate(Schema):
    """Why intake turns the application away; the borrower reads both."""

    reason_code: RejectionReason
    reason: Reason


class WithdrawalCreate(Schema):
    """Why the borrower leaves, if they care to say; `{}` will do."""

    reason_code: WithdrawalReason | None = None
    reason: Reason | None = None


class ReviewCreate(Schema):
    """What an officer found; a rejection says why, and the borrower reads it."""

    outcome: ReviewOutcome
    reason: Reason | None = None

    @model_validator(mode="after")
    def _rejection_has_reason(self) -> Self:
        if self.outcome is ReviewOutcome.REJECTED and self.reason is None:
            raise refusal("reason_required", en="a rejection needs a reason", zh="退回须说明原因")
        return self


class WaiverCreate(Schema):
    """Why the lender does without the material; for staff eyes only."""

    reason: Reason
