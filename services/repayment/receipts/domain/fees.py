"""A fee that is charged because something happened: only one the contract discloses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.kit.errors import FieldError, Invalid, Title
from services.kit.money import Money
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.line import Moved
from services.loan_engine.servicing.transactions import Transaction
from services.loan_engine.terms import Payee
from services.repayment.domain.contingent_fees import ContingentFee
from services.repayment.receipts.domain.errors import (
    FeeDiffers,
    FeeNotDisclosed,
    MoneyAlreadyUsed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee to charge today; `reference` names it within the loan."""

    loan_id: UUID
    code: str
    amount: Money
    reference: str

    @property
    def named(self) -> str:
        """What the loan's transactions call it."""
        return f"fee:{self.code}:{self.reference}"

    def disclosed_to(self, disclosed: Mapping[str, ContingentFee], currency: str) -> Payee:
        """Whose the fee is by the contract.

        Raises `Invalid`, and `FeeNotDisclosed` for more than the contract says each time.
        """
        if self.amount.currency != currency:
            message = Title("must be the currency of the loan", "币种须与贷款一致")
            raise Invalid(errors=[FieldError("/amount/currency", "other_currency", message)])
        found = disclosed.get(self.code)
        if found is None or self.amount.amount_minor > found.amount_minor:
            raise FeeNotDisclosed
        return found.payee

    def require_same(self, known: Transaction) -> None:
        """Raises `FeeDiffers` unless `known` is this charge, made before."""
        if known.amount_minor != self.amount.amount_minor:
            raise FeeDiffers


def require_unused(before: Folded, after: Folded, opening: date) -> None:
    """Raise `MoneyAlreadyUsed` for a fee that takes back what was paid, or given back, already.

    `before` is the loan without it, `after` the loan with it. Charges come before a day's money
    whenever they are told.
    """
    was, becomes = _moved(before, opening), _moved(after, opening)
    is_less_paid = any(now < then for now, then in zip(becomes.paid, was.paid, strict=True))
    if is_less_paid or becomes.overdrawn > was.overdrawn:
        raise MoneyAlreadyUsed


def _moved(loan: Folded, opening: date) -> Moved:
    line = loan.line_on(opening)
    assert line is not None  # a loan that owes something has begun
    return line.moved
