"""Why terms are refused: a stable code and the field of the terms that must change."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """What is wrong with the terms."""

    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CURRENCY = "unknown_currency"
    FIRST_DUE_TOO_EARLY = "first_due_too_early"
    TERM_TOO_LONG = "term_too_long"
    FEES_REACH_PRINCIPAL = "fees_reach_principal"
    INSTALMENT_BELOW_INTEREST = "instalment_below_interest"
    RESIDUE_TOO_LARGE = "residue_too_large"
    ANNUAL_COST_TOO_HIGH = "annual_cost_too_high"


class EngineRefusal(ValueError):
    """The terms are no loan; `field` names the member of the terms, such as "instalments"."""

    def __init__(self, code: RefusalCode, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field
