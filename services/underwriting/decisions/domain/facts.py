"""The vocabulary of rules: every fact has a dotted name, a kind and a place among the values."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Final, get_args, get_origin, get_type_hints

from services.underwriting.decisions.domain.finances import CoBorrowerFacts
from services.underwriting.decisions.domain.snapshot import Snapshot

FactValue = int | str | tuple[str, ...] | None
Values = list[FactValue]


class FactKind(StrEnum):
    """What may be asked of a fact."""

    WHOLE = "whole"
    TEXT = "text"
    TRUTH = "truth"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names with their kinds, in the order of the values.

    The last ones, `found`, are not in the record: the pipeline fills them in as it goes.
    """

    kinds: Mapping[str, FactKind]
    places: Mapping[str, int]
    values_of: Callable[[object], Values]


def facts_in(kind: type[object], prefix: str = "") -> Mapping[str, FactKind]:
    """The facts of a record and of the records within it; lists of records are none."""
    facts: dict[str, FactKind] = {}
    for name, hint in get_type_hints(kind).items():
        bare = _bare(hint)
        if isinstance(bare, type) and is_dataclass(bare):
            facts |= facts_in(bare, f"{prefix}{name}.")
        elif (known := _KINDS.get(bare)) is not None:
            facts[f"{prefix}{name}"] = known
        elif isinstance(bare, type) and issubclass(bare, StrEnum):
            facts[f"{prefix}{name}"] = FactKind.TEXT
    return MappingProxyType(facts)


def _bare(hint: object) -> object:
    """The type beside None."""
    if get_origin(hint) is types.UnionType:
        return next(kind for kind in get_args(hint) if kind is not types.NoneType)
    return hint


_KINDS: Final[Mapping[object, FactKind]] = {
    int: FactKind.WHOLE,
    str: FactKind.TEXT,
    bool: FactKind.TRUTH,
    tuple[str, ...]: FactKind.TEXTS,
}


def _vocabulary(kind: type[object], found: Mapping[str, FactKind]) -> Vocabulary:
    in_record = facts_in(kind)
    kinds = MappingProxyType({**in_record, **found})
    read = attrgetter(*in_record)
    blank: tuple[FactValue, ...] = (None,) * len(found)
    return Vocabulary(
        kinds,
        MappingProxyType({name: place for place, name in enumerate(kinds)}),
        lambda record: [*read(record), *blank],
    )


CO_BORROWER_COUNT: Final = "found.co_borrower_count"
SCORE: Final = "found.score"
RATING: Final = "found.rating"
AMOUNT: Final = "found.amount_minor"
COMPOUND_COST: Final = "found.compound_cost_ppm"

OF_CASE: Final = _vocabulary(
    Snapshot,
    {
        CO_BORROWER_COUNT: FactKind.WHOLE,
        SCORE: FactKind.WHOLE,
        RATING: FactKind.TEXT,
        AMOUNT: FactKind.WHOLE,
        COMPOUND_COST: FactKind.WHOLE,
    },
)
OF_CO_BORROWER: Final = _vocabulary(CoBorrowerFacts, {})
