"""What the reference shows of what secures a loan; tests begin from the same examples."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.kit.identifiers import typeid_of
from services.kit.schemas import MoneyRead
from services.underwriting.cases.schemas.securities import (
    CollateralList,
    CollateralRead,
    CollateralValuationList,
    CollateralValuationRead,
)
from services.underwriting.domain.masks import masked_name, masked_number, masked_place
from services.underwriting.valuations.entry import CollateralKind, ValuationMethod

_AT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")

VALUATION_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "collateral_id": typeid_of("col", _ID),
    "kind": "home",
    "method": "market_comparison",
    "valued_on": "2026-11-20",
    "valuer": "示例房地产评估有限公司",
    "value": {"amount": 80_000_000, "currency": "CNY"},
    "prior_liens": {"amount": 20_000_000, "currency": "CNY"},
    "is_mortgageable": True,
    "note": "同小区三套成交案例比较",
}

_VALUATION: Final = CollateralValuationRead(
    id=_ID,
    case_id=_ID,
    submission=1,
    collateral_id=_ID,
    kind=CollateralKind.HOME,
    method=ValuationMethod.MARKET_COMPARISON,
    valued_on=date(2026, 11, 20),
    valuer=VALUATION_CREATE_EXAMPLE["valuer"],
    value=MoneyRead(amount=80_000_000, currency="CNY"),
    prior_liens=MoneyRead(amount=20_000_000, currency="CNY"),
    is_mortgageable=True,
    note=VALUATION_CREATE_EXAMPLE["note"],
    valued_by="underwriter",
    recorded_at=_AT,
)
VALUATION_EXAMPLE: Final[dict[str, Any]] = _VALUATION.model_dump(mode="json")
VALUATION_LIST_EXAMPLE: Final[dict[str, Any]] = CollateralValuationList(
    data=[_VALUATION]
).model_dump(mode="json")

COLLATERAL_LIST_EXAMPLE: Final[dict[str, Any]] = CollateralList(
    data=[
        CollateralRead(
            id=_ID,
            kind="home",
            owner="borrower",
            owner_name=masked_name("示例产权人"),
            title_number=masked_number("京(2020)不动产权第0012345号"),
            place=masked_place("北京市东城区示例路2号"),
            declared_value=MoneyRead(amount=100_000_000, currency="CNY"),
            declared_prior_liens=MoneyRead(amount=0, currency="CNY"),
            valuation=_VALUATION,
            is_valuation_wanted=False,
        )
    ]
).model_dump(mode="json")
