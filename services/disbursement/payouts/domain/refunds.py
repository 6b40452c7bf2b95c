"""Refunds of a borrower's own money, as they are asked for, and what speaks against paying one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.kit.money import Money

NOT_THEIRS: Final = "account_not_the_borrowers"
OWN_WORK: Final = "own_work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that waited for its borrower, to an account, by the hands of two persons."""

    refund_id: UUID
    contract_id: UUID
    amount: Money
    account_id: UUID
    proposed_by: str
    approved_by: str

    def reason_against(
        self,
        owner: str,
        decided_by: Collection[str],
        signed_by: Collection[str],
        *,
        is_of_party: bool,
    ) -> str | None:
        """Why nothing is paid, whatever the account is good for; None where nothing is wrong.

        `owner` borrows, `decided_by` decided on the loan, `signed_by` answer for it or signed for
        somebody; `is_of_party` says that the account is the borrower's own.
        """
        if not is_of_party:
            return NOT_THEIRS
        hands = {self.proposed_by, self.approved_by}
        is_own = len(hands) == 1 or not hands.isdisjoint({owner, *decided_by, *signed_by})
        return OWN_WORK if is_own else None
