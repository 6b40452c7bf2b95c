"""The pipeline: rules, score, price, affordability, limit, cost, authority, always in this order.

Deterministic and total: the same snapshot and the same version of the rules give the same
decision, byte for byte, and there is no snapshot it raises for.
"""

from services.underwriting.decisions.domain.affordability import affordability_of
from services.underwriting.decisions.domain.decision import Decision, decision_of, unruled
from services.underwriting.decisions.domain.facts import (
    AMOUNT,
    CO_BORROWER_COUNT,
    COMPOUND_COST,
    OF_CASE,
    OF_CO_BORROWER,
    RATING,
    SCORE,
    FactValue,
    Values,
)
from services.underwriting.decisions.domain.judging import judged
from services.underwriting.decisions.domain.limits import Carried, limit_of
from services.underwriting.decisions.domain.loan_figures import (
    figures_of,
    principal_within,
)
from services.underwriting.decisions.domain.outcomes import Stage
from services.underwriting.decisions.domain.pricing import rate_of
from services.underwriting.decisions.domain.reasons import below_minimum
from services.underwriting.decisions.domain.rulebook import Rulebook, RulesInForce
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.steps import Assessed, Lent, Priced, Steps


def decide(snapshot: Snapshot, rulebook: Rulebook) -> Decision:
    """The decision on these facts by the rules of their day."""
    in_force = rulebook.on(snapshot.frozen_on)
    if in_force is None:
        return unruled(snapshot, rulebook)
    values = OF_CASE.values_of(snapshot)
    assessed = _assess(snapshot, in_force, values)
    priced = _price(snapshot, in_force, values)
    lent = _lend(snapshot, in_force, values, priced, is_needed=not assessed.is_declined)
    steps = Steps(
        in_force=in_force,
        values=values,
        assessed=assessed,
        priced=priced,
        lent=lent,
        authority=in_force.authority.possible(values),
    )
    return decision_of(snapshot, rulebook, steps)


def _assess(snapshot: Snapshot, in_force: RulesInForce, values: Values) -> Assessed:
    """Who asks, and for what: rules over the case and its co-borrowers, and the score."""
    _put(values, CO_BORROWER_COUNT, len(snapshot.co_borrowers))
    rules = judged(in_force.rules, values, Stage.RULES)
    others = tuple(
        judged(
            in_force.co_borrowers,
            OF_CO_BORROWER.values_of(one),
            Stage.CO_BORROWERS,
            prefix="co_borrowers.",
        )
        for one in snapshot.co_borrowers
    )
    score = in_force.card.score(values)
    _put(values, SCORE, score.points)
    rating = in_force.ratings.choose(values)
    _put(values, RATING, rating.row.output.rating if rating.row else None)
    return Assessed(rules, others, score, rating)


def _price(snapshot: Snapshot, in_force: RulesInForce, values: Values) -> Priced:
    """The rate by rating and term, and what the month can carry at that rate."""
    share = in_force.pricing.choose(values)
    rate_ppm = rate_of(snapshot, share.row.output) if share.row else None
    affordability = affordability_of(snapshot, in_force.affordability)
    carried = affordability.instalment_minor
    if rate_ppm is None or carried is None:
        is_worked_out = share.row is None or rate_ppm is not None
        return Priced(share, rate_ppm, affordability, None, is_worked_out)
    principal = principal_within(snapshot, carried, rate_ppm)
    return Priced(share, rate_ppm, affordability, principal, principal is not None)


def _lend(
    snapshot: Snapshot, in_force: RulesInForce, values: Values, priced: Priced, *, is_needed: bool
) -> Lent:
    """The amount, and what that loan costs a year unless the case is declined anyway."""
    rating_cap = in_force.rating_caps.choose(values)
    carried = Carried(
        month=priced.affordability.month,
        affordable_minor=priced.principal_minor,
        rating_minor=rating_cap.row.output if rating_cap.row else None,
    )
    limit = limit_of(snapshot, in_force.limits, carried)
    amount, rate_ppm = limit.amount_minor, priced.rate_ppm
    _put(values, AMOUNT, amount)
    is_needed = is_needed and bool(amount) and not below_minimum(snapshot, amount)
    if not is_needed or amount is None or rate_ppm is None:
        return Lent(rating_cap, limit, None, None, is_worked_out=True)
    figures = figures_of(snapshot, amount, rate_ppm)
    if figures is None:
        return Lent(rating_cap, limit, None, None, is_worked_out=False)
    _put(values, COMPOUND_COST, figures.compound_cost_ppm)
    cost = judged(in_force.cost, values, Stage.COST)
    return Lent(rating_cap, limit, figures, cost, is_worked_out=True)


def _put(values: Values, fact: str, value: FactValue) -> None:
    values[OF_CASE.places[fact]] = value
