"""What the reference shows of the catalogue, computed from the sample products."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from services.application.catalogue import views
from services.application.catalogue.domain.checklist_enquiry import Enquiry, checklist_of
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.samples import SOLE_TRADER_CREDIT
from services.application.catalogue.schemas.written import ProductCreate
from services.application.domain.customers import CustomerType
from services.application.domain.products import ProductVersion, VersionStatus

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_DRAFT: Final = ProductCreate.model_validate(SOLE_TRADER_CREDIT).draft()
_VERSION: Final = ProductVersion(
    version_id=_ID,
    product_id=_ID,
    code=str(SOLE_TRADER_CREDIT["code"]),
    number=1,
    status=VersionStatus.ACTIVE,
    terms=_DRAFT.terms,
    valid_from=_DRAFT.valid_from,
    valid_to=_DRAFT.valid_to,
    maker="risk_manager",
    approver="admin",
)
_ENQUIRY: Final = Enquiry(CustomerType.SOLE_TRADER, 5_000_000, None)


def _page(row: dict[str, Any]) -> dict[str, Any]:
    return {"data": [row], "has_more": False, "next_cursor": None}


PRODUCT_CREATE_EXAMPLE: Final = SOLE_TRADER_CREDIT
VERSION_CREATE_EXAMPLE: Final = {
    name: value for name, value in SOLE_TRADER_CREDIT.items() if name != "code"
}
PRODUCT_EXAMPLE: Final = views.product(_VERSION).model_dump(mode="json")
PRODUCTS_EXAMPLE: Final = _page(PRODUCT_EXAMPLE)
VERSION_EXAMPLE: Final = views.version(
    VersionRecord(_VERSION, revision=2, created_at=_MOMENT, approved_at=_MOMENT)
).model_dump(mode="json")
VERSIONS_EXAMPLE: Final = _page(VERSION_EXAMPLE)
CHECKLIST_EXAMPLE: Final = views.checklist(checklist_of(_VERSION, _ENQUIRY)).model_dump(mode="json")
