"""What the desk writes: questions, recommendations and refusals, before they are judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.kit.errors import Title
from services.kit.money import Money


@dataclass(frozen=True, slots=True)
class Question:
    """What the borrower is asked: in words, by item, until a day."""

    text: str
    items: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so before the money goes out, in both languages."""

    code: str
    words: Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The terms an underwriter recommends; the rules give the price."""

    amount: Money
    term_months: int
    conditions: tuple[Condition, ...]
    note: str
    override_reason: str | None


class RefusalReason(StrEnum):
    """Why a person declined, as the borrower is told."""

    REPAYMENT_CAPACITY = "repayment_capacity"
    CREDIT_HISTORY = "credit_history"
    BUSINESS_OUTLOOK = "business_outlook"
    INDEBTEDNESS = "indebtedness"
    INFORMATION_UNVERIFIABLE = "information_unverifiable"
    PURPOSE_UNCLEAR = "purpose_unclear"
    INFORMATION_NOT_GIVEN = "information_not_given"


REFUSAL_WORDS: Final[Mapping[RefusalReason, Title]] = MappingProxyType(
    {
        RefusalReason.REPAYMENT_CAPACITY: Title(
            "What remains each month does not carry the instalments", "每月结余不足以偿还分期"
        ),
        RefusalReason.CREDIT_HISTORY: Title(
            "Past repayments do not allow a new loan now", "过往还款记录暂不支持新增贷款"
        ),
        RefusalReason.BUSINESS_OUTLOOK: Title(
            "The business does not yet earn steadily enough", "经营收入尚不够稳定"
        ),
        RefusalReason.INDEBTEDNESS: Title(
            "Existing debts are too high for another loan", "现有负债过高"
        ),
        RefusalReason.INFORMATION_UNVERIFIABLE: Title(
            "Some of the information could not be verified", "部分信息无法核实"
        ),
        RefusalReason.PURPOSE_UNCLEAR: Title(
            "What the loan is for could not be established", "贷款用途无法确认"
        ),
        RefusalReason.INFORMATION_NOT_GIVEN: Title(
            "The information we asked for was not given", "未提供所需补充信息"
        ),
    }
)
