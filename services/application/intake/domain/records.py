"""What is kept, as it was read: the thing itself, its version and its times."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.application.domain.checklists import MediaType
from services.application.domain.heard import NOTHING_HEARD, Heard
from services.application.intake.domain.happenings import Event
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import Material
from services.application.intake.domain.supplements import Supplement


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRecord:
    """An application as it stands in the database.

    `supplement` is the one still awaited, `heard` what is known of contract, payout and loan.
    """

    application: LoanApplication
    supplement: Supplement | None
    version: int
    created_at: datetime
    heard: Heard = NOTHING_HEARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file handed in; `sha256` is of its bytes, `object_key` where they lie."""

    upload_id: UUID
    object_key: str
    media_type: MediaType
    size_bytes: int
    sha256: bytes
    document_on: date | None
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRecord:
    """A material as it stands in the database, with the file it holds."""

    application_id: UUID
    material: Material
    upload: Upload | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One entry of an application's history; `subject` is for staff eyes only."""

    number: int
    occurred_at: datetime
    event: Event
    subject: str
