"""Terms as a row keeps them, and back: amounts and rates in columns, lists as documents."""

from typing import Any, Final

from pydantic import TypeAdapter

from services.application.catalogue.tables import ProductVersionRow
from services.application.domain.checklists import ChecklistRule
from services.application.domain.customers import CustomerType
from services.application.domain.products import (
    DayCount,
    FastTrack,
    Fee,
    ProductTerms,
    ProductType,
    RepaymentMethod,
)
from services.application.domain.purposes import Purpose
from services.kit.errors import Title
from services.kit.money import Money

_FEES: Final = TypeAdapter(tuple[Fee, ...])
_CHECKLIST: Final = TypeAdapter(tuple[ChecklistRule, ...])
_TITLE: Final = TypeAdapter(Title)


def columns_of(terms: ProductTerms) -> dict[str, Any]:
    """The columns of a version row that hold `terms`."""
    track = terms.fast_track
    return {
        "titles": {
            "title": _TITLE.dump_python(terms.title),
            "summary": _TITLE.dump_python(terms.summary),
        },
        "product_type": terms.product_type.value,
        "customer_types": sorted(terms.customer_types),
        "currency": terms.amount_min.currency,
        "amount_min_minor": terms.amount_min.amount_minor,
        "amount_max_minor": terms.amount_max.amount_minor,
        "term_months_min": terms.term_months_min,
        "term_months_max": terms.term_months_max,
        "methods": list(terms.methods),
        "rate_min_ppm": terms.rate_min_ppm,
        "rate_max_ppm": terms.rate_max_ppm,
        "fees": _FEES.dump_python(terms.fees, mode="json"),
        "penalty_multiple_ppm": terms.penalty_multiple_ppm,
        "grace_days": terms.grace_days,
        "day_count": terms.day_count.value,
        "denied_purposes": sorted(terms.denied_purposes),
        "checklist": _CHECKLIST.dump_python(terms.checklist, mode="json"),
        "fast_track_amount_max_minor": track.amount_max.amount_minor if track else None,
        "fast_track_customer_types": sorted(track.customer_types) if track else None,
    }


def terms_of(row: ProductVersionRow) -> ProductTerms:
    """The terms `row` holds."""
    return ProductTerms(
        title=_TITLE.validate_python(row.titles["title"]),
        summary=_TITLE.validate_python(row.titles["summary"]),
        product_type=ProductType(row.product_type),
        customer_types=_customer_types(row.customer_types),
        amount_min=Money(row.amount_min_minor, row.currency),
        amount_max=Money(row.amount_max_minor, row.currency),
        term_months_min=row.term_months_min,
        term_months_max=row.term_months_max,
        methods=tuple(RepaymentMethod(method) for method in row.methods),
        rate_min_ppm=row.rate_min_ppm,
        rate_max_ppm=row.rate_max_ppm,
        fees=_FEES.validate_python(row.fees),
        penalty_multiple_ppm=row.penalty_multiple_ppm,
        grace_days=row.grace_days,
        day_count=DayCount(row.day_count),
        denied_purposes=frozenset(Purpose(purpose) for purpose in row.denied_purposes),
        checklist=_CHECKLIST.validate_python(row.checklist),
        fast_track=_fast_track_of(row),
    )


def _fast_track_of(row: ProductVersionRow) -> FastTrack | None:
    if row.fast_track_amount_max_minor is None:
        return None
    return FastTrack(
        amount_max=Money(row.fast_track_amount_max_minor, row.currency),
        customer_types=_customer_types(row.fast_track_customer_types or []),
    )


def _customer_types(values: list[str]) -> frozenset[CustomerType]:
    return frozenset(CustomerType(value) for value in values)
