"""What is known of a contract's conditions, as it was read."""

from dataclasses import dataclass
from datetime import datetime

from services.disbursement.conditions.domain.conditions import ConditionStatus
from services.kit.errors import Title


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence; `document_sha256` is of a document kept elsewhere."""

    number: int
    reference: str
    document_sha256: bytes | None
    note: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRecord:
    """One line of the checklist; a derived one has no evidence and no version of its own."""

    code: str
    title: Title
    is_derived: bool
    is_critical: bool
    status: ConditionStatus
    evidence: tuple[Evidence, ...]
    accepted_by: str | None
    version: int
