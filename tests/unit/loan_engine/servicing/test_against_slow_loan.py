"""The fold, held to a walk through every day in exact fractions."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.transactions import Transaction
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    agreements,
    folded,
    histories,
    owed,
)
from tests.unit.loan_engine.servicing.slow_loan import SlowLoan


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(agreements(), histories(), st.integers(0, 700))
def test_what_is_owed_on_any_day_is_what_living_through_all_days_comes_to(
    agreement: Agreement, history: Sequence[Transaction], days: int
) -> None:
    day = PAID_OUT + timedelta(days=days)
    assert owed(folded(agreement, *history), day) == SlowLoan(agreement, history).owed_on(day)
