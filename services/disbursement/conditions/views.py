"""From conditions to what readers get."""

from http import HTTPStatus

from services.disbursement.conditions.domain.conditions import ConditionStatus
from services.disbursement.conditions.records import ConditionRecord, Evidence
from services.disbursement.conditions.schemas.read import (
    ChecklistRead,
    ConditionRead,
    ConditionTitleRead,
    EvidenceRead,
)
from services.kit.etags import etag_of
from services.kit.reply import Reply


def condition(record: ConditionRecord, *, is_staff: bool) -> ConditionRead:
    """One condition; who showed it, and by what, is for staff."""
    return ConditionRead(
        code=record.code,
        title=ConditionTitleRead(en=record.title.en, zh=record.title.zh),
        status=record.status,
        is_derived=record.is_derived,
        is_critical=record.is_critical,
        evidence=[_evidence(each) for each in record.evidence] if is_staff else [],
        accepted_by=record.accepted_by if is_staff else None,
        version=record.version,
    )


def checklist(records: list[ConditionRecord], *, is_staff: bool) -> ChecklistRead:
    """All of them."""
    return ChecklistRead(
        is_met=all(each.status is ConditionStatus.MET for each in records),
        data=[condition(each, is_staff=is_staff) for each in records],
    )


def moved(record: ConditionRecord) -> Reply:
    """The answer to whoever showed or judged it, who is staff."""
    body = condition(record, is_staff=True).model_dump_json().encode()
    return Reply(int(HTTPStatus.CREATED), body, etag_of(record.version))


def _evidence(piece: Evidence) -> EvidenceRead:
    digest = piece.document_sha256
    return EvidenceRead(
        number=piece.number,
        reference=piece.reference,
        document_sha256=None if digest is None else digest.hex(),
        note=piece.note,
        given_by=piece.given_by,
        given_at=piece.given_at,
    )
