"""What readers get of payouts."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.approving import Hand
from services.disbursement.payouts.domain.resolving import ResolutionOutcome
from services.disbursement.payouts.domain.screening import ScreeningOutcome
from services.kit.schemas import DateRead, InstantRead, MoneyRead, ReadSchema, TypeId

RESOLUTIONS_SHOWN: Final = 100

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Subject = Annotated[str, Field(max_length=255)]
Reference = Annotated[str, Field(max_length=64)]


class ApprovalRead(ReadSchema):
    """One hand under a payout; by whom is told to staff alone."""

    hand: Hand
    approved_by: Subject | None
    approved_at: InstantRead


class ResolutionRead(ReadSchema):
    """What a person found out, and who agreed; told to staff alone."""

    outcome: ResolutionOutcome
    settled_on: DateRead | None
    reason: Annotated[str, Field(max_length=500)]
    proposed_by: Subject
    proposed_at: InstantRead
    confirmed_by: Subject | None
    confirmed_at: InstantRead | None


class PayoutScreeningRead(ReadSchema):
    """A look at the lists before the money goes out; told to staff alone.

    `list_version` is null for what was sent before payouts were screened.
    """

    screened_on: DateRead
    outcome: ScreeningOutcome
    list_version: Annotated[str, Field(max_length=64)] | None
    noted_at: InstantRead


class PayoutRead(ReadSchema):
    """One payout of a contract: of its loan, or of a refund of the borrower's own money.

    `value_date` is the day the order was for, `settled_on` the day the money moved: interest runs
    from it. `is_for_a_person` says that the provider can no longer be asked, or, to staff alone,
    that the newest of `screenings`, or a late member of its group, keeps an approved payout from
    going out.
    """

    id: Annotated[UUID, TypeId("pay")]
    contract_id: Annotated[UUID, TypeId("ctr")]
    application_id: Annotated[UUID, TypeId("app")]
    kind: PayoutKind
    refund_id: Annotated[UUID, TypeId("refund")] | None
    tranche: int = Field(ge=1, le=100)
    status: PayoutStatus
    version: int = Field(ge=1, le=999_999_999)
    amount: MoneyRead
    payee_account_id: Annotated[UUID, TypeId("acct")] | None
    rail: Word | None
    provider_reference: Reference | None
    value_date: DateRead | None
    settled_on: DateRead | None
    returned_on: DateRead | None
    reason_code: Word | None
    is_for_a_person: bool
    approvals: list[ApprovalRead] = Field(max_length=2)
    resolutions: list[ResolutionRead] = Field(max_length=RESOLUTIONS_SHOWN)
    screenings: list[PayoutScreeningRead] = Field(max_length=31)
    created_at: InstantRead
    updated_at: InstantRead


class PayoutSummary(ReadSchema):
    """A payout in a list."""

    id: Annotated[UUID, TypeId("pay")]
    contract_id: Annotated[UUID, TypeId("ctr")]
    application_id: Annotated[UUID, TypeId("app")]
    kind: PayoutKind
    status: PayoutStatus
    amount: MoneyRead
    value_date: DateRead | None
    settled_on: DateRead | None
    reason_code: Word | None
    is_for_a_person: bool
    created_at: InstantRead


class PayoutAttemptRead(ReadSchema):
    """One order handed in; `outcome` is null while nobody knows what came of it."""

    id: Annotated[UUID, TypeId("att")]
    number: int = Field(ge=1, le=1_000_000)
    provider_key: Reference
    started_at: InstantRead
    outcome: Word | None
    detail: Word | None
    ended_at: InstantRead | None


class AttemptList(ReadSchema):
    """Every attempt of one payout, first one first; all of them bear one key."""

    data: list[PayoutAttemptRead] = Field(max_length=1000)


class AlertRead(ReadSchema):
    """Something about money that a person has to see."""

    id: Annotated[UUID, TypeId("alert")]
    kind: AlertKind
    payout_id: Annotated[UUID, TypeId("pay")] | None
    details: dict[str, Annotated[str, Field(max_length=255)]]
    created_at: InstantRead


class CallbackTaken(ReadSchema):
    """The call back is kept, whatever it comes to."""

    event_id: Annotated[str, Field(max_length=255)]
