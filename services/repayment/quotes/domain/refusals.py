"""The engine's refusals in the caller's words: where in the request, and what to do about it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from services.kit.errors import FieldError, Invalid, Title
from services.loan_engine.annual_cost import COST_PERCENT_MAX
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.terms import TERM_YEARS_MAX


@contextmanager
def refused_in_our_words() -> Iterator[None]:
    """Whatever the engine refuses inside is raised as `Invalid`, pointing at the field."""
    try:
        yield
    except EngineRefusal as refusal:
        raise Invalid(errors=[field_error(refusal)]) from refusal


def field_error(refusal: EngineRefusal) -> FieldError:
    """What the engine refused, as an error of one field of the request."""
    return FieldError(POINTERS[refusal.field], refusal.code, TITLES[refusal.code])


POINTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "principal_minor": "/principal/amount",
        "currency": "/principal/currency",
        "rate_ppm": "/annual_rate",
        "disbursed_on": "/disbursed_on",
        "instalments": "/terms/instalments",
        "every": "/terms/every",
        "first_due_on": "/terms/first_due_on",
        "fees": "/fees",
    }
)

TITLES: Final[Mapping[RefusalCode, Title]] = MappingProxyType(
    {
        RefusalCode.OUT_OF_RANGE: Title("is out of range", "超出范围"),
        RefusalCode.UNKNOWN_CURRENCY: Title("is not a known currency", "未知币种"),
        RefusalCode.FIRST_DUE_TOO_EARLY: Title(
            "must be after the day of disbursement", "必须晚于放款日"
        ),
        RefusalCode.TERM_TOO_LONG: Title(
            f"the last due date must be within {TERM_YEARS_MAX} years",
            f"最后还款日不得晚于放款后 {TERM_YEARS_MAX} 年",
        ),
        RefusalCode.FEES_REACH_PRINCIPAL: Title(
            "fees at disbursement must be less than the principal", "放款时收取的费用必须小于本金"
        ),
        RefusalCode.INSTALMENT_BELOW_INTEREST: Title(
            "the level instalment would not cover the interest of a period; "
            "take an earlier first due date or fewer instalments",
            "等额还款额不足以支付某一期的利息，请提前首个还款日或减少期数",
        ),
        RefusalCode.RESIDUE_TOO_LARGE: Title(
            "so many instalments of so small an amount cannot be rounded to the smallest unit; "
            "take fewer",
            "期数相对金额过多，取整后无法合理分摊，请减少期数",
        ),
        RefusalCode.ANNUAL_COST_TOO_HIGH: Title(
            f"the annual cost would be above {COST_PERCENT_MAX:,} per cent",
            f"年化综合成本将超过 {COST_PERCENT_MAX:,}%",
        ),
    }
)
