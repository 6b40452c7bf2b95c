"""What would change the answer: the same frozen rules, asked again about something else.

Nothing is guessed from a formula: each suggestion was decided, and approved as it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from services.underwriting.decisions.domain.checks import (
    BureauStatus,
    IdentityStatus,
    ListStatus,
)
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.finances import CoBorrowerFacts
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.rules import ChangeKind
from services.underwriting.decisions.domain.snapshot import Snapshot

TERMS_TRIED_MAX: Final = 120
CO_BORROWER_AGE_YEARS: Final = 40
INCOME_STEP_MINOR: Final = 50_000
INCOME_STEPS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An application that would be approved as it stands.

    `income_minor` is the proved monthly income of one more co-borrower, None when none is needed.
    """

    kind: ChangeKind
    amount_minor: int
    term_months: int
    income_minor: int | None = None


def changes_for(snapshot: Snapshot, rulebook: Rulebook, decision: Decision) -> tuple[Change, ...]:
    """At most one change of each kind: the largest smaller amount, the nearest other term, the
    co-borrower with the least income. Fewer, or none, where nothing of the kind would help; no
    smaller amount where one is offered already."""
    changes = _changes(snapshot, rulebook)
    is_offered = decision.outcome is DecisionOutcome.APPROVED
    return tuple(one for one in changes if not (is_offered and one.kind is ChangeKind.AMOUNT))


def is_approved_as_asked(snapshot: Snapshot, rulebook: Rulebook) -> bool:
    """Whether the machine says yes, to the whole amount."""
    decision = decide(snapshot, rulebook)
    is_whole = decision.amount_minor == snapshot.application.amount_minor
    return decision.outcome is DecisionOutcome.APPROVED and is_whole


def _changes(snapshot: Snapshot, rulebook: Rulebook) -> Iterator[Change]:
    amount, term = snapshot.application.amount_minor, snapshot.application.term_months
    in_force = rulebook.on(snapshot.frozen_on)
    if amount is None or term is None or in_force is None:
        return
    step = in_force.limits.amount_step_minor
    if (smaller := _largest_amount(snapshot, rulebook, amount, step)) is not None:
        yield Change(kind=ChangeKind.AMOUNT, amount_minor=smaller, term_months=term)
    if (other := _nearest_term(snapshot, rulebook, term)) is not None:
        yield Change(kind=ChangeKind.TERM, amount_minor=amount, term_months=other)
    if (income := _least_income(snapshot, rulebook)) is not None:
        yield Change(
            kind=ChangeKind.CO_BORROWER,
            amount_minor=amount,
            term_months=term,
            income_minor=income,
        )


def _largest_amount(
    snapshot: Snapshot, rulebook: Rulebook, amount_minor: int, step_minor: int
) -> int | None:
    """The largest approved amount below the one asked for, in whole steps, by halving."""
    smallest = snapshot.product.amount_min_minor or step_minor
    low, high = -(-smallest // step_minor), (amount_minor - 1) // step_minor
    approved: int | None = None
    while low <= high:
        middle = low if approved is None else (low + high + 1) // 2
        if is_approved_as_asked(_asking(snapshot, middle * step_minor), rulebook):
            approved, low = middle * step_minor, middle + 1
        elif approved is None:
            return None
        else:
            high = middle - 1
    return approved


def _nearest_term(snapshot: Snapshot, rulebook: Rulebook, term_months: int) -> int | None:
    """The approved term that differs least, of two alike the longer one."""
    lowest, highest = snapshot.product.term_months_min, snapshot.product.term_months_max
    if lowest is None or highest is None or highest - lowest > TERMS_TRIED_MAX:
        return None
    others = (term for term in range(lowest, highest + 1) if term != term_months)
    for term in sorted(others, key=lambda term: (abs(term - term_months), -term)):
        if is_approved_as_asked(_over(snapshot, term), rulebook):
            return term
    return None


def _least_income(snapshot: Snapshot, rulebook: Rulebook) -> int | None:
    """The least income of one more co-borrower, in whole steps, by halving."""
    low, high = 1, INCOME_STEPS_MAX
    if not is_approved_as_asked(_with(snapshot, high), rulebook):
        return None
    while low < high:
        middle = (low + high) // 2
        if is_approved_as_asked(_with(snapshot, middle), rulebook):
            high = middle
        else:
            low = middle + 1
    return high * INCOME_STEP_MINOR


def _asking(snapshot: Snapshot, amount_minor: int) -> Snapshot:
    asked = replace(snapshot.application, amount_minor=amount_minor)
    return replace(snapshot, application=asked)


def _over(snapshot: Snapshot, term_months: int) -> Snapshot:
    return replace(snapshot, application=replace(snapshot.application, term_months=term_months))


def _with(snapshot: Snapshot, income_steps: int) -> Snapshot:
    """The case with a co-borrower beyond reproach."""
    another = CoBorrowerFacts(
        age_years=CO_BORROWER_AGE_YEARS,
        identity_status=IdentityStatus.PASSED,
        list_status=ListStatus.CLEAR,
        bureau_status=BureauStatus.REPORTED,
        current_overdue_count=0,
        has_bad_status=False,
        is_income_verified=True,
        monthly_income_minor=income_steps * INCOME_STEP_MINOR,
        monthly_household_costs_minor=0,
        existing_monthly_debt_service_minor=0,
    )
    return replace(snapshot, co_borrowers=(*snapshot.co_borrowers, another))
