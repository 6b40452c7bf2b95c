"""What the reference shows of conditions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from services.disbursement.conditions import views
from services.disbursement.conditions.domain.conditions import (
    DERIVED_TITLES,
    ConditionStatus,
    Derived,
    required_of,
)
from services.disbursement.conditions.records import ConditionRecord, Evidence

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_DIGEST: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

EVIDENCE_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "reference": "浙(2026)杭州市不动产证明第0012345号",
    "document_sha256": _DIGEST,
    "note": "Certificate of the registered lien, first rank",
}
JUDGEMENT_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "is_accepted": True,
    "note": "Compared with the register",
}
_LIEN: Final = required_of("collateral", ())[0]
_EVIDENCED: Final = ConditionRecord(
    code=_LIEN.code,
    title=_LIEN.title,
    is_derived=False,
    is_critical=True,
    status=ConditionStatus.EVIDENCED,
    evidence=(
        Evidence(
            number=1,
            reference=EVIDENCE_CREATE_EXAMPLE["reference"],
            document_sha256=bytes.fromhex(_DIGEST),
            note=EVIDENCE_CREATE_EXAMPLE["note"],
            given_by="finance_maker",
            given_at=_MOMENT,
        ),
    ),
    accepted_by=None,
    version=2,
)
_MET: Final = replace(
    _EVIDENCED, status=ConditionStatus.MET, accepted_by="finance_checker", version=3
)
_SIGNED: Final = ConditionRecord(
    code=Derived.SIGNATURES_COMPLETE.value,
    title=DERIVED_TITLES[Derived.SIGNATURES_COMPLETE],
    is_derived=True,
    is_critical=False,
    status=ConditionStatus.MET,
    evidence=(),
    accepted_by=None,
    version=1,
)


def _shown(record: ConditionRecord) -> dict[str, Any]:
    return views.condition(record, is_staff=True).model_dump(mode="json")


EVIDENCED_EXAMPLE: Final = _shown(_EVIDENCED)
JUDGED_EXAMPLE: Final = _shown(_MET)
CHECKLIST_EXAMPLE: Final = views.checklist([_SIGNED, _MET], is_staff=False).model_dump(mode="json")
