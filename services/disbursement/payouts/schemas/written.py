"""What callers send about payouts."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from services.disbursement.payouts.domain.resolving import Finding, ResolutionOutcome
from services.kit.schemas import DateIn, Schema, ShortText, refusal


class CancellationCreate(Schema):
    """Why a payout is not to go out: a code of the lender's own list."""

    reason_code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["borrower_asked"])


class ResolutionCreate(Schema):
    """What the bank told a person about a payout nobody can ask for any more."""

    outcome: ResolutionOutcome
    settled_on: DateIn | None = Field(description="the day the money moved; for `settled` alone")
    reason: Annotated[str, ShortText(500)] = Field(examples=["bank statement of 27 November"])

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.outcome is ResolutionOutcome.SETTLED) != (self.settled_on is not None):
            raise refusal(
                "settled_on_misplaced",
                en="settled_on is given for settled, and only for it",
                zh="仅在结果为 settled 时填写 settled_on",
            )
        return self

    def finding(self) -> Finding:
        """What was found out."""
        return Finding(self.outcome, self.settled_on)
