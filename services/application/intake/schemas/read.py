"""What readers get: applications, materials, the next step and the timeline."""

from typing import Annotated

from pydantic import Field

from services.application.domain.actors import Actor
from services.application.domain.checklists import MediaType
from services.application.domain.lives import PayoutStatus
from services.application.domain.products import RepaymentMethod
from services.application.domain.purposes import Purpose
from services.application.domain.statuses import ApplicationStatus
from services.application.financials_wire import FinancialsRead
from services.application.intake.domain.calls import Blocked
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.happenings import Happening
from services.application.intake.domain.materials import MaterialNeed, MaterialStatus
from services.application.intake.schemas.parts import (
    MATERIAL_SIZE_MAX_BYTES,
    MATERIALS_MAX,
    MISSING_MAX,
    PATH_LENGTH_MAX,
    SUPPLEMENT_ITEMS_MAX,
    ApplicationId,
    ContractId,
    ExternalReference,
    GroupId,
    ItemCode,
    LoanId,
    PartnerId,
    PartyId,
    ProductCode,
    ProductVersionId,
    TermMonths,
    Text,
    UploadId,
    Version,
)
from services.kit.schemas import DateRead, InstantRead, MoneyRead, ReadSchema


class SupplementItemRead(ReadSchema):
    """One material asked for, and why."""

    item: ItemCode
    reason: Text


class SupplementRead(ReadSchema):
    """What is still awaited from the borrower."""

    items: list[SupplementItemRead] = Field(max_length=SUPPLEMENT_ITEMS_MAX)
    due_on: DateRead
    note: Text | None


class ClosingRead(ReadSchema):
    """Why the application was rejected or withdrawn."""

    reason_code: Annotated[str, Field(max_length=64)] | None
    reason: Text | None


class ApplicationRead(ReadSchema):
    """An application as everybody who may see it sees it."""

    id: ApplicationId
    status: ApplicationStatus = Field(description="an open list: new states may appear")
    version: Version
    party_id: PartyId
    product_code: ProductCode
    product_version_id: ProductVersionId
    group_id: GroupId | None = Field(description="the group it was submitted in, of group products")
    amount: MoneyRead | None
    term_months: TermMonths | None
    method: RepaymentMethod | None
    purpose_code: Purpose | None
    purpose_note: Text | None
    financials: FinancialsRead | None = Field(description="null when nothing was said")
    channel: ApplicationChannel
    partner_id: PartnerId | None
    external_reference: ExternalReference | None
    submitted_at: InstantRead | None
    sla_due_at: InstantRead | None = Field(description="when an officer should have answered")
    accepted_at: InstantRead | None
    supplement: SupplementRead | None
    closing: ClosingRead | None
    contract_id: ContractId | None = Field(description="once a contract was drawn")
    payout_status: PayoutStatus | None = Field(description="of the current payout; an open list")
    loan_id: LoanId | None = Field(description="once the loan was opened")
    created_at: InstantRead


class UploadRead(ReadSchema):
    """The file a material holds now."""

    id: UploadId
    media_type: MediaType
    size_bytes: int = Field(ge=1, le=MATERIAL_SIZE_MAX_BYTES)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    document_on: DateRead | None
    uploaded_at: InstantRead


class MaterialTitleRead(ReadSchema):
    """What the item is called."""

    en: Text
    zh: Text


class MaterialRead(ReadSchema):
    """One item of the checklist and how far it is."""

    application_id: ApplicationId
    item: ItemCode
    title: MaterialTitleRead
    need: MaterialNeed
    alternatives: Annotated[str, Field(max_length=64)] | None = Field(
        description="any one of the items that share this name will do"
    )
    status: MaterialStatus = Field(description="`required` means nothing was uploaded yet")
    version: Version
    media_types: list[MediaType] = Field(max_length=len(MediaType))
    freshness_days: Annotated[int, Field(ge=1)] | None
    valid_until: DateRead | None
    reason: Text | None = Field(description="why it was rejected or asked for again")
    upload: UploadRead | None


class MaterialList(ReadSchema):
    """All materials of one application, in the order of its checklist."""

    data: list[MaterialRead] = Field(max_length=MATERIALS_MAX)


class GapRead(ReadSchema):
    """One thing that is missing."""

    pointer: Annotated[str, Field(max_length=200)]
    code: Annotated[str, Field(max_length=64)]
    message: Text


class CallValueRead(ReadSchema):
    """A header or query parameter the call needs; a null value is yours to choose.

    A null If-Match is the ETag of what the call changes, as its own service tells it.
    """

    name: Annotated[str, Field(max_length=64)]
    value: Annotated[str, Field(max_length=64)] | None


class CallRead(ReadSchema):
    """The call that takes the next step."""

    operation_id: Annotated[str, Field(max_length=64)]
    method: Annotated[str, Field(max_length=8)]
    path: Annotated[str, Field(max_length=PATH_LENGTH_MAX)]
    content_types: list[Annotated[str, Field(max_length=64)]] = Field(max_length=len(MediaType))
    body_schema: Annotated[str, Field(max_length=200)] | None = Field(
        description="JSON pointer into the OpenAPI document of the service that offers the call"
    )
    headers: list[CallValueRead] = Field(max_length=4)
    query: list[CallValueRead] = Field(max_length=4)


class NextStepRead(ReadSchema):
    """Who acts next, by when, what is missing, and which call to make."""

    status: ApplicationStatus
    actor: Actor
    due_at: InstantRead | None
    missing: list[GapRead] = Field(max_length=MISSING_MAX)
    blocked_because: Blocked | None
    about: Annotated[str, Field(max_length=64)] | None = Field(
        description="the group to borrow in (grp_…), who has yet to agree for the business it "
        "represents (party_…), the question to answer (inf_…), the offer to accept (off_…), the "
        "contract to carry out (ctr_…) or the loan that runs (loan_…)"
    )
    call: CallRead | None
    amount: MoneyRead | None = Field(description="what is due at `due_at`, once the loan runs")
    message: Text


class TimelineEntryRead(ReadSchema):
    """One thing that happened."""

    number: int = Field(ge=1)
    occurred_at: InstantRead
    kind: Happening
    actor: Actor
    from_status: ApplicationStatus | None
    to_status: ApplicationStatus | None
    item: ItemCode | None
    reason_code: Annotated[str, Field(max_length=64)] | None
    reason: Text | None
    subject: Annotated[str, Field(max_length=255)] | None = Field(
        description="who did it, for staff; null for everybody else"
    )
