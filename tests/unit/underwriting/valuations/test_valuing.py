"""What is wrong with a valuation, and for how long one counts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.kit.money import Money
from services.underwriting.domain.masks import masked_place
from services.underwriting.valuations.domain.valuing import (
    CollateralKind,
    Valuation,
    ValuationMethod,
    faults_of,
    is_current,
)

TODAY = date(2026, 12, 1)
SAID = Valuation(
    collateral_id=UUID(int=1),
    kind=CollateralKind.SHOP,
    method=ValuationMethod.INCOME,
    valued_on=TODAY,
    valuer="示例评估",
    value=Money(100, "CNY"),
    prior_liens=Money(0, "CNY"),
    is_mortgageable=True,
    note="收益法",
)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"valued_on": TODAY - timedelta(days=180)}, []),
        ({"valued_on": TODAY - timedelta(days=181)}, ["/valued_on"]),
        ({"valued_on": TODAY + timedelta(days=1)}, ["/valued_on"]),
        ({"kind": CollateralKind.HOME}, ["/kind"]),
        ({"value": Money(1, "USD")}, ["/value/currency"]),
        (
            {"kind": CollateralKind.HOME, "prior_liens": Money(0, "USD")},
            ["/kind", "/prior_liens/currency"],
        ),
    ],
)
def test_each_fault_is_named_at_its_place(changed: dict[str, Any], faults: list[str]) -> None:
    found = faults_of(replace(SAID, **changed), "shop", "CNY", TODAY)
    assert [fault.pointer for fault in found] == faults


def test_the_last_of_180_days_still_counts() -> None:
    assert is_current(TODAY, TODAY + timedelta(days=180))
    assert not is_current(TODAY, TODAY + timedelta(days=181))


def test_of_a_place_the_town_is_shown() -> None:
    assert masked_place("北京市东城区示例路2号") == "北京市东城区*****"
    assert masked_place("北京") == "北京"
