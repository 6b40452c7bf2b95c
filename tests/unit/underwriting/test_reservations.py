"""How much of a cap is left."""

from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.exposure.domain.reservations import OverLimit, Taken, excess_of

AMOUNTS = st.integers(min_value=0, max_value=10**12)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(min_value=1, max_value=10**12))
def test_an_amount_fits_when_everything_together_stays_under_the_cap(
    outstanding: int, in_flight: int, cap: int, amount: int
) -> None:
    refused = excess_of(amount, Taken(outstanding, in_flight), cap)
    assert (refused is None) == (outstanding + in_flight + amount <= cap)
    if refused is not None:
        assert refused == OverLimit(max(0, cap - outstanding - in_flight))
        assert refused.available_minor < amount
