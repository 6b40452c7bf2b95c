"""Submissions as rows keep them, and back: the whole text sealed, personal or not."""

from hashlib import sha256
from uuid import UUID

from services.kit.field_keys import FieldKeys
from services.underwriting.cases.domain.liability import is_owed_by_the_person
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
        handled_by=told.handled_by,
    )


def told_of(row: SubmissionRow, keys: FieldKeys) -> SubmissionTold:
    """What was told; raises `SealBroken`."""
    text = keys.ring.open(row.told_sealed, context=_place(row.case_id, row.submission))
    return SubmissionTold.model_validate_json(text)


def borrower_index(party: PartyTold, keys: FieldKeys) -> bytes:
    """What all cases of one borrower have in common, whoever registered them, and as what."""
    return index_of(_liable(party) or str(party.id), keys)


def index_of(number: str, keys: FieldKeys) -> bytes:
    """The same of whoever owes under this number."""
    return keys.blind_index.of("borrower", number)


def mobile_index(party: PartyTold, keys: FieldKeys) -> bytes:
    """What all cases with one mobile number have in common."""
    return keys.blind_index.of("mobile", party.mobile)


def _liable(party: PartyTold) -> str | None:
    """The number of who owes: the business's own, unless the person behind it owes."""
    credit_code = None if party.business is None else party.business.credit_code
    by_the_person = is_owed_by_the_person(party.customer_type, credit_code)
    if party.person is not None and by_the_person:
        return party.person.identity_number
    if credit_code is not None and party.kind == "business":
        return credit_code
    return party.identity_number


def _place(case_id: UUID, submission: int) -> str:
    return f"case.submission:{case_id}:{submission}"
