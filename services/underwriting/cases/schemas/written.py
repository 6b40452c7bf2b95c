"""What staff send about cases."""

from typing import Annotated, Final

from pydantic import Field

from services.kit.errors import Title
from services.kit.schemas import DateIn, MoneyIn, Schema, ShortText
from services.underwriting.cases.domain.wishes import Condition, Question, RefusalReason, Wish

NOTE_LENGTH_MAX: Final = 1000
WORDS_LENGTH_MAX: Final = 300
ITEMS_MAX: Final = 30
CONDITIONS_MAX: Final = 10
REASONS_MAX: Final = 5

Note = Annotated[str, ShortText(NOTE_LENGTH_MAX)]
Words = Annotated[str, ShortText(WORDS_LENGTH_MAX)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class InformationRequestCreate(Schema):
    """What the borrower is asked, and by when an answer is needed."""

    text: Annotated[str, ShortText(2000)] = Field(description="shown to the borrower as it stands")
    items: list[Code] = Field(
        max_length=ITEMS_MAX,
        description="codes of materials or of fields of the finances that are wanted",
        examples=[["bank_statement", "monthly_income"]],
    )
    due_on: DateIn

    def question(self) -> Question:
        """The question as the domain knows it."""
        return Question(self.text, tuple(self.items), self.due_on)


class ConditionCreate(Schema):
    """What must be so before the money goes out."""

    code: Code
    en: Words
    zh: Words


class RecommendationCreate(Schema):
    """The terms recommended; price and figures come from the rules in force."""

    amount: MoneyIn
    term_months: int = Field(ge=1, le=600)
    conditions: list[ConditionCreate] = Field(default=[], max_length=CONDITIONS_MAX)
    note: Note
    override_reason: Note | None = Field(
        default=None, description="needed where the amount goes beyond what the rules came to"
    )

    def wish(self) -> Wish:
        """The recommendation as the domain knows it."""
        return Wish(
            amount=self.amount.money(),
            term_months=self.term_months,
            conditions=tuple(
                Condition(each.code, Title(each.en, each.zh)) for each in self.conditions
            ),
            note=self.note,
            override_reason=self.override_reason,
        )


class RefusalCreate(Schema):
    """Why the application is declined."""

    reasons: list[RefusalReason] = Field(
        min_length=1, max_length=REASONS_MAX, description="told to the borrower"
    )
    note: Note = Field(description="for the file; the borrower does not see it")


class ReturnCreate(Schema):
    """Why a recommendation goes back."""

    reason: Note
