"""What the borrower asks for, and whether the product can meet it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from services.application.domain.products import ProductTerms, RepaymentMethod
from services.application.domain.purposes import Purpose
from services.kit.errors import FieldError, Title
from services.kit.money import Money

# "Other" says nothing by itself, so it needs words.
PURPOSES_TO_EXPLAIN: Final = frozenset({Purpose.OTHER_BUSINESS})

_MISSING: Final = Title("is required before submission", "提交前必填")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Amount, term in whole months, method and purpose; a draft may leave any of them open."""

    amount: Money | None = None
    term_months: int | None = None
    method: RepaymentMethod | None = None
    purpose_code: Purpose | None = None
    purpose_note: str | None = None

    def with_changes(self, changes: Mapping[str, object]) -> Self:
        """The wishes with the named ones changed; None takes one back."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def gaps(self) -> Iterator[FieldError]:
        """What must still be said before submission."""
        for field in ("amount", "term_months", "method", "purpose_code"):
            if getattr(self, field) is None:
                yield FieldError(f"/{field}", "required", _MISSING)
        if self.purpose_code in PURPOSES_TO_EXPLAIN and not self.purpose_note:
            yield FieldError("/purpose_note", "required", _MISSING)

    def breaches(self, terms: ProductTerms) -> tuple[FieldError, ...]:
        """Each wish the product cannot meet; open ones are not judged."""
        judged = (
            self.amount and _amount_breach(self.amount, terms),
            self.term_months and _term_breach(self.term_months, terms),
            self.method and _method_breach(self.method, terms),
            self.purpose_code and _purpose_breach(self.purpose_code, terms),
        )
        return tuple(breach for breach in judged if isinstance(breach, FieldError))


def _amount_breach(amount: Money, terms: ProductTerms) -> FieldError | None:
    if amount.currency != terms.amount_min.currency:
        currency = terms.amount_min.currency
        told = Title(f"This product is offered in {currency}.", f"该产品仅支持币种 {currency}。")
        return FieldError("/amount/currency", "currency_not_offered", told)
    if terms.amount_min <= amount <= terms.amount_max:
        return None
    lowest, highest = terms.amount_min.format(), terms.amount_max.format()
    told = Title(f"Between {lowest} and {highest}.", f"须在 {lowest} 至 {highest} 之间。")
    return FieldError("/amount/amount", "amount_out_of_range", told)


def _term_breach(term_months: int, terms: ProductTerms) -> FieldError | None:
    shortest, longest = terms.term_months_min, terms.term_months_max
    if shortest <= term_months <= longest:
        return None
    told = Title(
        f"Between {shortest} and {longest} months.", f"期限须在 {shortest} 至 {longest} 个月之间。"
    )
    return FieldError("/term_months", "term_out_of_range", told)


def _method_breach(method: RepaymentMethod, terms: ProductTerms) -> FieldError | None:
    if method in terms.methods:
        return None
    offered = ", ".join(terms.methods)
    told = Title(f"This product offers: {offered}.", f"该产品支持的还款方式：{offered}。")
    return FieldError("/method", "method_not_offered", told)


def _purpose_breach(purpose: Purpose, terms: ProductTerms) -> FieldError | None:
    if not terms.denies(purpose):
        return None
    told = Title("A loan may not be used for this purpose.", "贷款不得用于该用途。")
    return FieldError("/purpose_code", "purpose_denied", told)
