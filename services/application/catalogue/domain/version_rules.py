"""What a product version may say: the rules that hold between its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.application.catalogue.domain.checklist_rules import checklist_faults
from services.application.catalogue.domain.fee_rules import fee_faults
from services.application.catalogue.domain.lending_limits import LendingLimits, limits_on
from services.application.domain.products import ProductTerms
from services.kit.errors import FieldError, Invalid, Title

PPM: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version as its maker wishes it; offered on days `valid_from <= day < valid_to`."""

    terms: ProductTerms
    valid_from: date
    valid_to: date | None


def require_sound(draft: VersionDraft, *, today: date) -> None:
    """Raise `Invalid` naming every field that contradicts another, or a limit."""
    terms = draft.terms
    errors = [*_currency_faults(terms), *_validity_faults(draft, today)]
    if not errors:
        limits = limits_on(draft.valid_from)
        errors = [
            *_range_faults(terms),
            *_rate_faults(terms, limits),
            *fee_faults(terms, limits),
            *_fast_track_faults(terms),
            *checklist_faults(terms),
        ]
    if errors:
        raise Invalid(errors=errors)


def _validity_faults(draft: VersionDraft, today: date) -> Iterator[FieldError]:
    if draft.valid_from < today:
        yield FieldError("/valid_from", "date_in_past", Title("lies in the past", "不得早于今天"))
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        yield _below("/valid_to", "valid_from")


def _currency_faults(terms: ProductTerms) -> Iterator[FieldError]:
    """Everything is counted in the currency of the smallest amount."""
    amounts = {"/amount_max": terms.amount_max}
    amounts |= {
        f"/fees/{index}/amount": fee.amount
        for index, fee in enumerate(terms.fees)
        if fee.amount is not None
    }
    for index, rule in enumerate(terms.checklist):
        amounts |= {
            f"/checklist/{index}/when/{name}": money
            for name, money in (
                ("amount_from", rule.when.amount_from),
                ("amount_below", rule.when.amount_below),
            )
            if money is not None
        }
    if terms.fast_track is not None:
        amounts["/fast_track/amount_max"] = terms.fast_track.amount_max
    for pointer, money in amounts.items():
        if money.currency != terms.amount_min.currency:
            yield FieldError(
                f"{pointer}/currency",
                "currency_mismatch",
                Title("is not the currency of amount_min", "币种须与最低金额一致"),
            )


def _range_faults(terms: ProductTerms) -> Iterator[FieldError]:
    if terms.amount_max < terms.amount_min:
        yield _below("/amount_max/amount", "amount_min")
    if terms.term_months_max < terms.term_months_min:
        yield _below("/term_months_max", "term_months_min")
    if terms.rate_max_ppm < terms.rate_min_ppm:
        yield _below("/rate_max", "rate_min")


def _rate_faults(terms: ProductTerms, limits: LendingLimits) -> Iterator[FieldError]:
    if terms.rate_max_ppm > limits.rate_max_ppm:
        yield _above_cap("/rate_max", "rate_above_cap")
    elif terms.rate_max_ppm * terms.penalty_multiple_ppm > limits.rate_max_ppm * PPM:
        # A late borrower's rate is tested against the same cap.
        yield _above_cap("/penalty_multiple", "penalty_above_cap")


def _fast_track_faults(terms: ProductTerms) -> Iterator[FieldError]:
    track = terms.fast_track
    if track is None:
        return
    if not terms.amount_min <= track.amount_max <= terms.amount_max:
        yield FieldError(
            "/fast_track/amount_max/amount",
            "outside_amounts",
            Title("must lie between amount_min and amount_max", "须在最低与最高金额之间"),
        )
    if not track.customer_types <= terms.customer_types:
        yield FieldError(
            "/fast_track/customer_types",
            "customer_type_not_served",
            Title("holds a type the product does not serve", "包含产品不适用的客户类型"),
        )


def _below(pointer: str, other: str) -> FieldError:
    message = Title(f"must not be below {other}", f"不得小于 {other}")
    if other == "valid_from":
        message = Title("must be after valid_from", "须晚于 valid_from")
    return FieldError(pointer, "range_reversed", message)


def _above_cap(pointer: str, code: str) -> FieldError:
    return FieldError(
        pointer, code, Title("makes the loan dearer than the legal cap", "超过综合融资成本上限")
    )
