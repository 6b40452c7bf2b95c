"""How much: the smallest of the named caps, and which one it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Final, NamedTuple, Self

from services.underwriting.decisions.domain.month import Month
from services.underwriting.decisions.domain.parameters import PPM, ppm, whole
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.strict import Malformed

REQUESTED: Final = "requested"
MONTHS_PER_YEAR: Final = 12
LOAN_TO_VALUE: Final = "ltv_"
GROUP: Final = "group"
COLLATERAL: Final = "collateral"
# The caps that can cut a request.
CAPS: Final = (
    "product",
    "affordability",
    "rating",
    "sales",
    "single_borrower",
    "business_customer",
    GROUP,
    COLLATERAL,
)


# Those that the law, or the product, sets for everybody: no person may lend beyond them.
CAPS_FOR_ALL: Final = frozenset({"product", "single_borrower", "business_customer", COLLATERAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRules:
    """The caps in force; `loan_to_value` by kind of collateral in parts per million."""

    amount_step_minor: int
    annual_sales_share: int
    single_borrower_minor: int
    business_customer_minor: int
    group_minor: int
    loan_to_value: Mapping[str, int]

    @classmethod
    def of(cls, values: Mapping[str, Decimal]) -> Self:
        """The caps of these figures; raises `Malformed`."""
        kinds = [code for code in values if code.startswith(LOAN_TO_VALUE)]
        rules = cls(
            amount_step_minor=whole(values, "amount_step_minor"),
            annual_sales_share=ppm(values, "annual_sales_share"),
            single_borrower_minor=whole(values, "single_borrower_minor"),
            business_customer_minor=whole(values, "business_customer_minor"),
            group_minor=whole(values, "group_minor"),
            loan_to_value={code.removeprefix(LOAN_TO_VALUE): ppm(values, code) for code in kinds},
        )
        if not rules.amount_step_minor:
            raise Malformed("out_of_range", "/values/amount_step_minor")
        return rules


class Cap(NamedTuple):
    """One bound on the amount; None when the facts it needs, named in `unknown`, are missing."""

    name: str
    amount_minor: int | None
    unknown: tuple[str, ...] = ()


class Limit(NamedTuple):
    """All caps that apply, and the amount the known ones leave.

    `binding` is the smallest cap, the earlier one of two alike, so "requested" when nothing is cut.
    `amount_minor` may be too large while some cap is unknown, which is why that refers.
    """

    caps: tuple[Cap, ...]
    binding: str | None
    amount_minor: int | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that some cap lacks."""
        return tuple(dict.fromkeys([fact for cap in self.caps for fact in cap.unknown]))


class Carried(NamedTuple):
    """What earlier stages hand over: None where they have no answer."""

    month: Month
    affordable_minor: int | None
    rating_minor: int | None


def limit_of(snapshot: Snapshot, rules: LimitRules, carried: Carried) -> Limit:
    """The smallest of all caps that apply to this product, cut down to whole steps unless it is
    the request itself."""
    caps = tuple(_caps(snapshot, rules, carried))
    known = [(cap.amount_minor, cap.name) for cap in caps if cap.amount_minor is not None]
    if not known:
        return Limit(caps, None, None)
    amount, binding = min(known, key=_AMOUNT)
    if binding != REQUESTED:
        amount = max(0, amount - amount % rules.amount_step_minor)
    return Limit(caps, binding, amount)


_AMOUNT: Final = itemgetter(0)


def _caps(snapshot: Snapshot, rules: LimitRules, carried: Carried) -> Iterator[Cap]:
    yield _known(REQUESTED, "application.amount_minor", snapshot.application.amount_minor)
    yield _known("product", "product.amount_max_minor", snapshot.product.amount_max_minor)
    yield Cap("affordability", carried.affordable_minor)
    yield Cap("rating", carried.rating_minor)
    yield _sales(carried.month, rules)
    yield from _exposure(snapshot, rules)
    if snapshot.product.type == GROUP:
        yield _group(snapshot, rules)
    if snapshot.product.type == COLLATERAL:
        yield _collateral(snapshot, rules)


def _known(name: str, fact: str, amount_minor: int | None) -> Cap:
    return Cap(name, amount_minor, () if amount_minor is not None else (fact,))


def _sales(month: Month, rules: LimitRules) -> Cap:
    sales = month.sales_minor
    if sales is None:
        return Cap("sales", None, ("declared.monthly_sales_minor",))
    return Cap("sales", sales * MONTHS_PER_YEAR * rules.annual_sales_share // PPM)


def _exposure(snapshot: Snapshot, rules: LimitRules) -> Iterator[Cap]:
    """What is owed already, and what is promised, counts against the borrower's own caps."""
    exposure = snapshot.exposure
    owed = {
        "exposure.outstanding_minor": exposure.outstanding_minor,
        "exposure.in_flight_minor": exposure.in_flight_minor,
    }
    unknown = tuple(fact for fact, amount in owed.items() if amount is None)
    taken = sum(amount for amount in owed.values() if amount is not None)
    for name, cap in (
        ("single_borrower", rules.single_borrower_minor),
        ("business_customer", rules.business_customer_minor),
    ):
        yield Cap(name, None, unknown) if unknown else Cap(name, cap - taken)


def _group(snapshot: Snapshot, rules: LimitRules) -> Cap:
    taken = snapshot.group.exposure_minor
    if taken is None:
        return Cap(GROUP, None, ("group.exposure_minor",))
    return Cap(GROUP, rules.group_minor - taken)


def _collateral(snapshot: Snapshot, rules: LimitRules) -> Cap:
    """Loans on a thing, those of others before us included, within a share of its value."""
    thing = snapshot.collateral
    needed = {
        "collateral.kind": thing.kind,
        "collateral.value_minor": thing.value_minor,
        "collateral.prior_liens_minor": thing.prior_liens_minor,
    }
    unknown = tuple(fact for fact, value in needed.items() if value is None)
    share = rules.loan_to_value.get(thing.kind or "")
    if unknown or share is None:
        return Cap(COLLATERAL, None, unknown or ("collateral.kind",))
    value, liens = thing.value_minor or 0, thing.prior_liens_minor or 0
    return Cap(COLLATERAL, value * share // PPM - liens)
