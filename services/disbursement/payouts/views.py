"""From payouts to what readers get."""

from collections.abc import Sequence

from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payouts.applying import amount_of
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.approving import Hand
from services.disbursement.payouts.domain.resolving import ResolutionOutcome
from services.disbursement.payouts.domain.screening import ScreeningOutcome
from services.disbursement.payouts.records import PayoutRecord
from services.disbursement.payouts.repository import Attempt
from services.disbursement.payouts.schemas.read import (
    RESOLUTIONS_SHOWN,
    AlertRead,
    ApprovalRead,
    AttemptList,
    PayoutAttemptRead,
    PayoutRead,
    PayoutScreeningRead,
    PayoutSummary,
    ResolutionRead,
)
from services.disbursement.payouts.tables import (
    PayoutAlertRow,
    PayoutResolutionRow,
    PayoutRow,
    PayoutScreeningRow,
)
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page


def payout(record: PayoutRecord, *, is_staff: bool) -> PayoutRead:
    """A payout; names of staff, what they found out, and what lists say, are for staff."""
    row = record.row
    return PayoutRead(
        id=row.payout_id,
        contract_id=row.contract_id,
        application_id=row.application_id,
        kind=PayoutKind(row.kind),
        refund_id=row.refund_id,
        tranche=row.tranche,
        status=PayoutStatus(row.status),
        version=row.version,
        amount=MoneyRead.of(amount_of(row)),
        payee_account_id=row.account_id,
        rail=row.rail,
        provider_reference=row.provider_reference,
        value_date=row.value_date,
        settled_on=row.settled_on,
        returned_on=row.returned_on,
        reason_code=row.reason_code,
        is_for_a_person=_is_shown_to_wait(row, is_staff=is_staff),
        approvals=[
            ApprovalRead(
                hand=Hand(each.hand),
                approved_by=each.subject if is_staff else None,
                approved_at=each.approved_at,
            )
            for each in record.approvals
        ],
        # The newest: whoever proposes once more every day must not hide the payout itself.
        resolutions=[_resolution(each) for each in record.resolutions[-RESOLUTIONS_SHOWN:]]
        if is_staff
        else [],
        screenings=[_screening(each) for each in record.screenings] if is_staff else [],
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def payout_moved(record: PayoutRecord) -> Reply:
    """The answer to work on a payout, which only staff do."""
    body = payout(record, is_staff=True).model_dump_json().encode()
    return Reply(201, body, etag_of(record.row.version), _location(record.row))


def payouts(rows: Sequence[PayoutRow], page: PageRequest, *, is_staff: bool) -> Page[PayoutSummary]:
    """One page of the list."""
    return page_of(
        rows,
        page,
        place=lambda row: Cursor(row.created_at, row.payout_id),
        read=lambda row: _summary(row, is_staff=is_staff),
    )


def attempts(found: Sequence[Attempt]) -> AttemptList:
    """The attempts of one payout."""
    return AttemptList(
        data=[
            PayoutAttemptRead(
                id=each.attempt_id,
                number=each.number,
                provider_key=each.provider_key,
                started_at=each.started_at,
                outcome=each.outcome,
                detail=each.detail,
                ended_at=each.ended_at,
            )
            for each in found
        ]
    )


def alerts(rows: Sequence[PayoutAlertRow], page: PageRequest) -> Page[AlertRead]:
    """One page of the alerts."""
    return page_of(rows, page, place=lambda row: Cursor(row.created_at, row.alert_id), read=_alert)


def _alert(row: PayoutAlertRow) -> AlertRead:
    return AlertRead(
        id=row.alert_id,
        kind=AlertKind(row.kind),
        payout_id=row.payout_id,
        details=row.details,
        created_at=row.created_at,
    )


def _is_shown_to_wait(row: PayoutRow, *, is_staff: bool) -> bool:
    """Nobody else learns that somebody is on a list (反洗钱法 art. 35): it is just approved."""
    return row.is_for_a_person and (is_staff or row.status == PayoutStatus.UNKNOWN)


def _summary(row: PayoutRow, *, is_staff: bool) -> PayoutSummary:
    return PayoutSummary(
        id=row.payout_id,
        contract_id=row.contract_id,
        application_id=row.application_id,
        kind=PayoutKind(row.kind),
        status=PayoutStatus(row.status),
        amount=MoneyRead.of(amount_of(row)),
        value_date=row.value_date,
        settled_on=row.settled_on,
        reason_code=row.reason_code,
        is_for_a_person=_is_shown_to_wait(row, is_staff=is_staff),
        created_at=row.created_at,
    )


def _screening(row: PayoutScreeningRow) -> PayoutScreeningRead:
    return PayoutScreeningRead(
        screened_on=row.screened_on,
        outcome=ScreeningOutcome(row.outcome),
        list_version=row.list_version,
        noted_at=row.noted_at,
    )


def _resolution(row: PayoutResolutionRow) -> ResolutionRead:
    return ResolutionRead(
        outcome=ResolutionOutcome(row.outcome),
        settled_on=row.settled_on,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )


def _location(row: PayoutRow) -> str:
    return f"/v1/payouts/{typeid_of('pay', row.payout_id)}"
