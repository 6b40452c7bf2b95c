"""A fee a contract discloses for the case that something happens."""

from typing import NamedTuple

from services.loan_engine.terms import Payee


class ContingentFee(NamedTuple):
    """What may be charged each time, at most, in minor units; and whose it is."""

    amount_minor: int
    payee: Payee = Payee.LENDER
