"""A loan's terms as it keeps them, and when they are not what is told now."""

from typing import Any

import pytest

from services.repayment.loans.stored_terms import differ

LENDERS: dict[str, Any] = {"code": "valuation", "amount_minor": 800}
THEIRS = LENDERS | {"payee": "third_party"}


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (12, 12),
        ([], []),
        ([LENDERS], [LENDERS]),
        ([THEIRS], [THEIRS]),
        # A loan that began before payees were told, whose money comes by another payout now.
        ([LENDERS], [THEIRS]),
    ],
)
def test_the_same_terms_do_not_differ(kept: Any, told: Any) -> None:
    assert not differ(kept, told)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (12, 13),
        (None, "2026-11-27"),
        ([LENDERS], []),
        ([LENDERS], [LENDERS | {"amount_minor": 801}]),
        ([THEIRS], [LENDERS]),
    ],
)
def test_other_terms_do(kept: Any, told: Any) -> None:
    assert differ(kept, told)
