"""The rate is a share of the product's range, rounded up to a tenth of a per cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.decisions.domain.pricing import RATE_STEP_PPM, rate_of
from tests.unit.underwriting.decisions.cases import a_case

PPM = 1_000_000


@pytest.mark.parametrize(
    ("lowest", "highest", "share_ppm", "rate_ppm"),
    [
        (84_000, 144_000, 0, 84_000),
        (84_000, 144_000, PPM, 144_000),
        (84_000, 144_000, 450_000, 111_000),
        (84_000, 144_000, 451_000, 112_000),
        (84_500, 84_900, 0, 84_900),
        (100_000, 100_000, 500_000, 100_000),
        (0, 0, PPM, 0),
    ],
)
def test_a_share_becomes_a_rate(lowest: int, highest: int, share_ppm: int, rate_ppm: int) -> None:
    case = a_case({"product.rate_min_ppm": lowest, "product.rate_max_ppm": highest})
    assert rate_of(case, share_ppm) == rate_ppm


@pytest.mark.parametrize(
    ("lowest", "highest"), [(None, 144_000), (84_000, None), (144_000, 84_000)]
)
def test_no_range_is_no_rate(lowest: int | None, highest: int | None) -> None:
    case = a_case({"product.rate_min_ppm": lowest, "product.rate_max_ppm": highest})
    assert rate_of(case, 0) is None


@given(lowest=st.integers(0, 300_000), span=st.integers(0, 200_000), share=st.integers(0, PPM))
def test_a_rate_stays_in_its_range_and_is_a_step_or_its_end(
    lowest: int, span: int, share: int
) -> None:
    highest = lowest + span
    case = a_case({"product.rate_min_ppm": lowest, "product.rate_max_ppm": highest})
    rate = rate_of(case, share)
    assert rate is not None
    assert lowest <= rate <= highest
    assert rate % RATE_STEP_PPM == 0 or rate == highest
    assert rate * PPM >= lowest * PPM + span * share or rate == highest
