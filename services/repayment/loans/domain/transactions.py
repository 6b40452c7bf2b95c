"""What happened to a loan, and what may still be taken back of it."""

from collections.abc import Iterable

from services.loan_engine.servicing.transactions import Kind, Transaction, standing


def is_funding_in_use(history: Iterable[Transaction]) -> bool:
    """Whether something beside the money paid out stands, which its return would leave hanging."""
    return any(each.kind is not Kind.DISBURSED for each in standing(history))
