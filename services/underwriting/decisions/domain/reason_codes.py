"""The codes the pipeline itself gives words to, beside those that rules bring along."""

from collections.abc import Mapping
from typing import Final

RULEBOOK_NOT_IN_FORCE: Final = "rulebook_not_in_force"
RULEBOOK_GAP: Final = "rulebook_gap"  # no row, or more than one, where there must be one
SCORE_BELOW_CUT_OFF: Final = "score_below_cut_off"
SCORE_LOW: Final = "score_low"
BELOW_PRODUCT_MINIMUM: Final = "below_product_minimum"
NOT_PRICED: Final = "not_priced"
DECIDED_BY_A_PERSON: Final = "decided_by_a_person"
TOLD_APPROVED: Final = "told_approved"
TOLD_REDUCED: Final = "told_reduced"
TOLD_REFERRED: Final = "told_referred"
TOLD_DECLINED: Final = "told_declined"
FOUND: Final = "found."

# The rule of a rulebook whose figures are in one currency, for a loan in another.
CURRENCY_NOT_LENT: Final = "currency_not_lent"

OWN_CODES: Final = frozenset(
    {
        RULEBOOK_NOT_IN_FORCE,
        RULEBOOK_GAP,
        SCORE_BELOW_CUT_OFF,
        SCORE_LOW,
        BELOW_PRODUCT_MINIMUM,
        NOT_PRICED,
        DECIDED_BY_A_PERSON,
        TOLD_APPROVED,
        TOLD_REDUCED,
        TOLD_REFERRED,
        TOLD_DECLINED,
    }
)

# Declared and verified figures are one thing to the borrower: the books of the business.
_SECTIONS: Final[Mapping[str, str]] = {
    "application": "missing_application",
    "product": "missing_product",
    "party": "missing_party",
    "identity": "missing_identity_check",
    "lists": "missing_list_check",
    "duplicates": "missing_duplicate_check",
    "bureau": "missing_bureau_report",
    "statement": "missing_statement",
    "declared": "missing_financials",
    "verified": "missing_financials",
    "collateral": "missing_collateral",
    "group": "missing_group",
    "exposure": "missing_exposure",
    "co_borrowers": "missing_co_borrower",
}
MISSING_CODES: Final = frozenset(_SECTIONS.values())


def missing_code(fact: str) -> str:
    """The reason for a fact that is not known."""
    return _SECTIONS[fact.partition(".")[0]]


def limited_by(cap: str) -> str:
    """The reason for an amount cut by a cap."""
    return f"limited_by_{cap}"


def carried_by(test: str) -> str:
    """The reason for an amount cut by a test of affordability."""
    return f"affordability_{test}"


def scored_on(characteristic: str) -> str:
    """The reason for points lost."""
    return f"score_{characteristic}"


def changed_by(kind: str) -> str:
    """The words for a change that would be approved."""
    return f"change_{kind}"
