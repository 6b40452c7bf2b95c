"""What readers get of a contract's checklist."""

from pydantic import Field

from services.disbursement.conditions.domain.conditions import ConditionStatus
from services.kit.schemas import InstantRead, ReadSchema


class ConditionTitleRead(ReadSchema):
    """What the condition is, in both languages."""

    en: str
    zh: str


class EvidenceRead(ReadSchema):
    """One piece of evidence."""

    number: int
    reference: str
    document_sha256: str | None = Field(description="lower-case hex")
    note: str
    given_by: str
    given_at: InstantRead


class ConditionRead(ReadSchema):
    """One condition precedent."""

    code: str
    title: ConditionTitleRead
    status: ConditionStatus
    is_derived: bool = Field(description="the system sees for itself whether it is met")
    is_critical: bool = Field(description="its evidence takes a second person to accept it")
    evidence: list[EvidenceRead] = Field(
        max_length=1_000, description="for staff; empty for others"
    )
    accepted_by: str | None = Field(description="for staff; null for others")
    version: int


class ChecklistRead(ReadSchema):
    """Everything that must be so before the money goes out."""

    is_met: bool = Field(description="whether all of it is met today")
    data: list[ConditionRead] = Field(max_length=100)
