"""Several things that secure a loan count as one, never for more than they are worth apart."""

import pytest

from services.underwriting.decisions.domain.securing import secured_by
from services.underwriting.decisions.domain.snapshot import CollateralFacts

SHARES = {"home": 700_000, "shop": 500_000, "vehicle": 500_000, "inventory": 400_000}


def thing(
    kind: str, value: int | None = 100, liens: int = 0, *, may_be: bool = True
) -> CollateralFacts:
    """One valued thing, or one that nobody has valued."""
    if value is None:
        return CollateralFacts(kind=kind)
    return CollateralFacts(
        kind=kind, value_minor=value, prior_liens_minor=liens, is_mortgageable=may_be
    )


@pytest.mark.parametrize(
    ("things", "together"),
    [
        ([], CollateralFacts()),
        ([thing("home", 100, 7)], thing("home", 100, 7)),
        ([thing("home", None)], thing("home", None)),
        ([thing("home", 100, 7), thing("home", 50, 1)], thing("home", 150, 8)),
        ([thing("home", 100), thing("inventory", 10, 2)], thing("inventory", 110, 2)),
        ([thing("home", 100), thing("shop", None)], thing("shop", None)),
        ([thing("home", 100), thing("boat", 10)], thing("boat", 110)),
        ([thing("home", 100), thing("shop", 90, may_be=False)], thing("home", 100)),
        ([thing("shop", 90, 3, may_be=False)], thing("shop", 90, 3, may_be=False)),
        (
            [thing("home", 1, may_be=False), thing("shop", 2, may_be=False)],
            thing("shop", 3, may_be=False),
        ),
    ],
)
def test_things_together(things: list[CollateralFacts], together: CollateralFacts) -> None:
    assert secured_by(things, SHARES) == together
