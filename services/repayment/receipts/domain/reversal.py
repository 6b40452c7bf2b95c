"""Why money that was booked is taken back."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons; clients must tolerate new ones."""

    RETURNED_BY_BANK = "returned_by_bank"
    CHARGED_BACK = "charged_back"
    BOOKED_TWICE = "booked_twice"
    WRONG_LOAN = "wrong_loan"
    WRONG_AMOUNT = "wrong_amount"
