"""The things that secure a loan, taken as one: what the limits know of them together."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.underwriting.decisions.domain.snapshot import CollateralFacts

NOTHING_LENT: Final = 0


def secured_by(
    things: Sequence[CollateralFacts], loan_to_value: Mapping[str, int]
) -> CollateralFacts:
    """All of `things` as one security, never worth more than they are one by one.

    The values add up, and so do the loans of others before ours; the whole counts as the kind of
    which the rules lend the smallest share, a kind they do not know the smallest of all. A thing
    that may not be mortgaged counts for nothing beside one that may. Until every one of them has
    its value the whole has none: one thing's liens are not known to be covered by another.
    """
    if any(thing.value_minor is None for thing in things):
        return CollateralFacts(kind=_kind(things, loan_to_value))
    counted = [thing for thing in things if thing.is_mortgageable] or list(things)
    if not counted:
        return CollateralFacts()
    return CollateralFacts(
        kind=_kind(counted, loan_to_value),
        value_minor=sum(thing.value_minor or 0 for thing in counted),
        prior_liens_minor=sum(thing.prior_liens_minor or 0 for thing in counted),
        is_mortgageable=any(thing.is_mortgageable for thing in counted),
    )


def _kind(things: Sequence[CollateralFacts], loan_to_value: Mapping[str, int]) -> str | None:
    lent_least = min(things, key=lambda thing: loan_to_value.get(thing.kind or "", NOTHING_LENT))
    return lent_least.kind
