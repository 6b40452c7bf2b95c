"""What speaks against paying a refund, whatever its account is good for."""

from uuid import UUID

import pytest

from services.disbursement.payouts.domain.refunds import NOT_THEIRS, OWN_WORK, Refund
from services.kit.money import Money


def refund(proposed_by: str, approved_by: str) -> Refund:
    return Refund(
        refund_id=UUID(int=1),
        contract_id=UUID(int=2),
        amount=Money(500, "CNY"),
        account_id=UUID(int=3),
        proposed_by=proposed_by,
        approved_by=approved_by,
    )


@pytest.mark.parametrize(
    ("hands", "reason"),
    [
        (("maker", "checker"), None),
        (("maker", "maker"), OWN_WORK),
        (("owner", "checker"), OWN_WORK),
        (("maker", "decider"), OWN_WORK),
        (("signer", "checker"), OWN_WORK),
        (("maker", "signer"), OWN_WORK),
    ],
)
def test_z5_two_hands_that_have_no_part_in_the_loan(
    hands: tuple[str, str], reason: str | None
) -> None:
    against = refund(*hands).reason_against("owner", ("decider",), {"signer"}, is_of_party=True)
    assert against == reason


def test_z10_never_to_an_account_that_is_not_the_borrowers() -> None:
    against = refund("maker", "checker").reason_against("owner", (), (), is_of_party=False)
    assert against == NOT_THEIRS
