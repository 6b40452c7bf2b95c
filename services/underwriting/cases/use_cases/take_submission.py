"""Take a submission: a case is opened, or an open one goes round once more with the answer."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import FieldError, Invalid, Title
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.kit.inbox import apply_once
from services.kit.wakes import wake
from services.underwriting.cases import chronicle, messages, repository
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.service_level import DECISION_SLA
from services.underwriting.cases.domain.statuses import NOTHING_TO_EXAMINE, CaseStatus
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.sealed_submissions import (
    borrower_index,
    mobile_index,
    submission_row,
)
from services.underwriting.cases.tables import CaseRow
from services.underwriting.cases.waking import ASSESS


async def take_submission(
    application_id: UUID, told: SubmissionTold, edit: Edit, keys: FieldKeys
) -> CaseRow | None:
    """The case of the application, queued for assessment by this message or by an earlier copy.

    None when the application was taken back before it ever came to us. An answer that crossed the
    decision on its way is taken and changes nothing: refused, it would hold back all that follows.
    Raises `Invalid`, `SequenceGap`, and `TransitionNotAllowed` for a second submission nobody
    asked for.
    """
    _require_one_application(application_id, told)
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=application_id,
            sequence=told.sequence,
            after=told.after,
        )
        row = await repository.lock_of_application(session, application_id)
        if row is None and is_new:
            row = await _open(session, application_id, told, edit, keys)
        elif row is not None and is_new and _is_newer(told, row):
            await _go_round(session, row, told, edit, keys)
        await session.flush()
        return row


async def _open(
    session: AsyncSession, application_id: UUID, told: SubmissionTold, edit: Edit, keys: FieldKeys
) -> CaseRow:
    row = CaseRow(
        case_id=new_id(),
        application_id=application_id,
        status=CaseStatus.QUEUED.value,
        claim_epoch=0,
        **_columns(told, edit, keys),
    )
    session.add(row)
    await session.flush()
    await _queue(session, row, told, keys)
    await chronicle.begun(session, row, Step(Happening.RECEIVED, CaseStatus.QUEUED), edit.caller)
    return row


async def _go_round(
    session: AsyncSession, row: CaseRow, told: SubmissionTold, edit: Edit, keys: FieldKeys
) -> None:
    before = messages.case_facts(row)
    for column, value in _columns(told, edit, keys).items():
        setattr(row, column, value)
    await _queue(session, row, told, keys)
    await repository.settle_request(session, row.case_id, "answered")
    step = Step(Happening.ANSWERED, CaseStatus.QUEUED)
    await chronicle.changed(session, row, step, edit.caller, before)


async def _queue(
    session: AsyncSession, row: CaseRow, told: SubmissionTold, keys: FieldKeys
) -> None:
    session.add(submission_row(row.case_id, told, keys))
    await wake(session, ASSESS, row.case_id.bytes)


def _columns(told: SubmissionTold, edit: Edit, keys: FieldKeys) -> dict[str, Any]:
    application = told.application
    return {
        "submission": told.submission,
        "owner": application.owner,
        "partner_id": application.partner_id,
        "party_id": told.party.id,
        "borrower_index": borrower_index(told.party, keys),
        "mobile_index": mobile_index(told.party, keys),
        "customer_type": told.party.customer_type,
        "product_code": application.product_code,
        "product_type": told.product.type,
        "amount_minor": application.amount.amount,
        "currency": application.amount.currency,
        "term_months": application.term_months,
        "method": application.method,
        "sla_due_at": edit.clock.now() + DECISION_SLA,
        "claimed_by": None,
        "claimed_until": None,
    }


def _is_newer(told: SubmissionTold, row: CaseRow) -> bool:
    return told.submission > row.submission and row.status not in NOTHING_TO_EXAMINE


def _require_one_application(application_id: UUID, told: SubmissionTold) -> None:
    if told.application.id != application_id:
        message = Title("must be the application of the path", "必须与路径中的申请一致")
        raise Invalid(errors=[FieldError("/application/id", "not_the_same", message)])
