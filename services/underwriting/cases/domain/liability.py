"""Who owes a loan to a business: the business itself, or the person who trades under its name."""

from typing import Final

# 个体工商户; the application service's word.
SOLE_TRADER: Final = "sole_trader"
# How GB 32100 begins the code of one: 9 market supervision, 2 of it an individual's trade.
SOLE_TRADERS_CODE: Final = "92"


def is_owed_by_the_person(customer_type: str, credit_code: str | None) -> bool:
    """Whether a sole trader owes: the debts of its trade are the natural person's (Civil Code 56).

    The registrar's word counts as much as the applicant's: a sole trader can ask for a loan as a
    startup, too.
    """
    return customer_type == SOLE_TRADER or (credit_code or "").startswith(SOLE_TRADERS_CODE)
