"""Random cases: the clean one with a few facts changed, or nothing left as it was."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st

from services.underwriting.decisions.domain.checks import (
    BureauStatus,
    IdentityStatus,
    ListStatus,
)
from services.underwriting.decisions.domain.facts import FactKind, facts_in
from services.underwriting.decisions.domain.finances import CoBorrowerFacts
from services.underwriting.decisions.domain.snapshot import (
    AccountStanding,
    SavingsStanding,
    Snapshot,
)
from tests.unit.underwriting.decisions.cases import CLEAN, CO_BORROWER, a_case

_WORDS: Final[Mapping[str, tuple[Any, ...]]] = {
    "application.currency": ("CNY", "EUR"),
    "application.method": ("level_instalment", "equal_principal", "interest_only", "flat"),
    "application.purpose": ("stock", "securities"),
    "product.type": ("credit", "group", "collateral", "other"),
    "product.currency": ("CNY", "EUR"),
    "product.day_count": ("30/360", "actual/365", "actual/actual"),
    "party.kind": ("person", "business"),
    "party.customer_type": ("sole_trader", "enterprise", "startup", "farmer"),
    "party.region_code": ("330106", "810000"),
    "party.industry_code": ("F5212", "J6610"),
    "party.marital_status": ("single", "married"),
    "collateral.kind": ("home", "shop", "boat"),
    "identity.status": tuple(IdentityStatus),
    "lists.status": tuple(ListStatus),
    "bureau.status": tuple(BureauStatus),
    "statement.account_standing": tuple(AccountStanding),
    "statement.savings_standing": tuple(SavingsStanding),
}
# Small counts, the edges of rules, and amounts.
_NUMBERS: Final = (
    st.integers(0, 70)
    | st.integers(0, 12).map(lambda n: n * 1_000_000)
    | st.integers(0, 300_000_000)
)
SNAPSHOT_FACTS: Final = facts_in(Snapshot)
NAMED: Final = tuple(
    name for name in SNAPSHOT_FACTS if name not in {"application_id", "submission"}
)


def values(name: str) -> st.SearchStrategy[Any]:
    """A value the fact may have, None among them."""
    known: st.SearchStrategy[Any] = {
        FactKind.WHOLE: _NUMBERS,
        FactKind.TRUTH: st.booleans(),
        FactKind.TEXTS: st.just(()) | st.just(("level_instalment", "sole_trader", "stock")),
        FactKind.TEXT: st.sampled_from(_WORDS.get(name, ("something",))),
    }[SNAPSHOT_FACTS[name]]
    return st.none() | known


@st.composite
def cases(draw: st.DrawFn, changes_max: int = 6) -> Snapshot:
    """The clean case with some facts changed, and up to two co-borrowers."""
    names = draw(st.lists(st.sampled_from(NAMED), max_size=changes_max, unique=True))
    facts: dict[str, Any] = {name: draw(values(name)) for name in names}
    facts["co_borrowers"] = tuple(draw(st.lists(co_borrowers(), max_size=2)))
    return a_case(facts, on=CLEAN)


def co_borrowers() -> st.SearchStrategy[CoBorrowerFacts]:
    """Somebody beyond reproach, somebody of whom nothing is known, or somebody of whom half is."""
    half = st.builds(
        CoBorrowerFacts,
        age_years=st.none() | st.integers(10, 80),
        identity_status=st.none() | st.sampled_from(IdentityStatus),
        list_status=st.none() | st.sampled_from(ListStatus),
        bureau_status=st.none() | st.sampled_from(BureauStatus),
        current_overdue_count=st.none() | st.integers(0, 2),
        has_bad_status=st.none() | st.booleans(),
        is_income_verified=st.none() | st.booleans(),
        monthly_income_minor=st.none() | _NUMBERS,
        monthly_household_costs_minor=st.none() | _NUMBERS,
        existing_monthly_debt_service_minor=st.none() | _NUMBERS,
    )
    return st.just(CO_BORROWER) | st.just(CoBorrowerFacts()) | half
