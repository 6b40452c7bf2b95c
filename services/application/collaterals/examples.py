"""What the reference shows of property; every name and number in it is made up."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from services.application.collaterals import views
from services.application.collaterals.domain.collateral import Collateral, Sighting
from services.application.domain.collaterals import CollateralKind, Property, PropertyOwner
from services.application.domain.masks import Audience
from services.kit.money import Money

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_SHOP: Final = Property(
    kind=CollateralKind.SHOP,
    owner=PropertyOwner.BORROWER,
    owner_name="示例借款人",
    title_number="京（2020）东城区不动产权第0000001号",
    place="北京市东城区示例路1号底商",
    declared_value=Money(180_000_000, "CNY"),
    prior_liens=Money(30_000_000, "CNY"),
)
_COLLATERAL: Final = Collateral(
    collateral_id=_ID,
    application_id=_ID,
    offered=_SHOP,
    version=1,
    created_at=_MOMENT,
    updated_at=_MOMENT,
)
_SEEN: Final = Sighting(_COLLATERAL, None)

COLLATERAL_CREATE_EXAMPLE: Final = {
    "kind": "shop",
    "owner": "borrower",
    "owner_name": _SHOP.owner_name,
    "title_number": _SHOP.title_number,
    "place": _SHOP.place,
    "declared_value": {"amount": 180_000_000, "currency": "CNY"},
    "prior_liens": {"amount": 30_000_000, "currency": "CNY"},
}
COLLATERAL_UPDATE_EXAMPLE: Final = {"prior_liens": {"amount": 0, "currency": "CNY"}}
COLLATERAL_OFFERED_EXAMPLE: Final = views.sighting(_SEEN, Audience.OVERSIGHT).model_dump(
    mode="json"
)
COLLATERAL_EXAMPLE: Final = views.sighting(_SEEN, Audience.OWNER).model_dump(mode="json")
COLLATERALS_EXAMPLE: Final = {"data": [COLLATERAL_EXAMPLE]}
