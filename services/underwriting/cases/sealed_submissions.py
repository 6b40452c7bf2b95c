"""Submissions as rows keep them, and back: the whole text sealed, personal or not."""

from hashlib import sha256
from uuid import UUID

from services.kit.field_keys import FieldKeys
from services.underwriting.cases.schemas.told import PartyTold, SubmissionTold
from services.underwriting.cases.tables import SubmissionRow


def submission_row(case_id: UUID, told: SubmissionTold, keys: FieldKeys) -> SubmissionRow:
    """The row that keeps what was told."""
    text = told.model_dump_json()
    return SubmissionRow(
        case_id=case_id,
        submission=told.submission,
        told_sealed=keys.ring.seal(text, context=_place(case_id, told.submission)),
        sha256=sha256(text.encode()).digest(),
        intake_officer=told.application.intake_officer,
    )


def told_of(row: SubmissionRow, keys: FieldKeys) -> SubmissionTold:
    """What was told; raises `SealBroken`."""
    text = keys.ring.open(row.told_sealed, context=_place(row.case_id, row.submission))
    return SubmissionTold.model_validate_json(text)


def borrower_index(party: PartyTold, keys: FieldKeys) -> bytes:
    """What all cases of one borrower have in common, whoever registered them."""
    business = party.business
    number = business.credit_code if party.kind == "business" and business else None
    return keys.blind_index.of("borrower", number or party.identity_number or str(party.id))


def mobile_index(party: PartyTold, keys: FieldKeys) -> bytes:
    """What all cases with one mobile number have in common."""
    return keys.blind_index.of("mobile", party.mobile)


def _place(case_id: UUID, submission: int) -> str:
    return f"case.submission:{case_id}:{submission}"
