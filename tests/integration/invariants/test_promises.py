"""C33: what is held of a borrower's limits, and for whom."""

from uuid import UUID

import pytest

from deploy.invariants import c33_promises
from tests.integration.invariants.spoiled import Spoiled

CASE = UUID("01890a5d-ac96-774b-bcce-b302099a8006")


@pytest.mark.parametrize(
    ("case_status", "promise_status", "faults"),
    [
        (
            "closed",
            "reserved",
            [f"underwriting.exposure_reservations {CASE}: holds 100 CNY for a closed case"],
        ),
        ("closed", "drawn", []),
        ("approved", "reserved", []),
    ],
)
async def test_invariant_33_sees_what_is_held_for_a_closed_case(
    spoil: Spoiled, case_status: str, promise_status: str, faults: list[str]
) -> None:
    money = {"amount_minor": 100, "currency": "CNY"}
    await spoil.plant("underwriting.cases", case_id=CASE, status=case_status, **money)
    await spoil.plant(
        "underwriting.exposure_reservations", case_id=CASE, status=promise_status, **money
    )
    assert await spoil.breaches(c33_promises.INVARIANT) == faults
