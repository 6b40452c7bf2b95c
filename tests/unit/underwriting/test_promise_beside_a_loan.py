"""A promise follows its loan: drawn while the money is out, promised again when it is back."""

from itertools import product

import pytest

from services.underwriting.exposure.domain.reservations import (
    RESERVATION_LIFE,
    ReservationStatus,
    promise_beside,
)

S = ReservationStatus
STATUSES = ("active", "pending", "settled", "written_off", "sold", "heard_of_later")


@pytest.mark.parametrize(
    ("held", "loan_status", "becomes"),
    [
        (S.RESERVED, "active", S.DRAWN),
        (S.DRAWN, "active", S.DRAWN),
        (S.DRAWN, "pending", S.RESERVED),
        (S.RESERVED, "pending", S.RESERVED),
        (S.DRAWN, "settled", S.RELEASED),
        (S.DRAWN, "written_off", S.RELEASED),
        (S.RELEASED, "active", S.RELEASED),
        (S.RELEASED, "pending", S.RELEASED),
    ],
)
def test_a_promise_follows_its_loan(
    held: ReservationStatus, loan_status: str, becomes: ReservationStatus
) -> None:
    assert promise_beside(held, loan_status, is_case_closed=False) is becomes


@pytest.mark.parametrize(
    ("held", "loan_status", "becomes"),
    [
        (S.DRAWN, "active", S.DRAWN),
        (S.DRAWN, "pending", S.RELEASED),
        (S.RESERVED, "pending", S.RELEASED),
        (S.RELEASED, "pending", S.RELEASED),
        (S.DRAWN, "settled", S.RELEASED),
    ],
)
def test_nothing_is_promised_to_a_closed_case(
    held: ReservationStatus, loan_status: str, becomes: ReservationStatus
) -> None:
    assert promise_beside(held, loan_status, is_case_closed=True) is becomes


@pytest.mark.parametrize("case_status", ["approved", "closed"])
@pytest.mark.parametrize(("held", "loan_status"), [*product(S, STATUSES)])
def test_it_never_leaves_its_table(
    held: ReservationStatus, loan_status: str, case_status: str
) -> None:
    becomes = promise_beside(held, loan_status, is_case_closed=case_status == "closed")
    assert becomes is held or becomes in RESERVATION_LIFE.moves[held]
