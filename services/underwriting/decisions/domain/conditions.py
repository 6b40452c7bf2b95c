"""One condition of a rule: a fact, an operator and what it is held against; None is unknown."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from services.underwriting.decisions.domain.facts import FactKind, FactValue, Vocabulary
from services.underwriting.decisions.domain.strict import (
    Malformed,
    Record,
    decimal_of,
    items_of,
    text_of,
    truth_of,
)

Bound = FactValue | Decimal
# Which values meet which bounds is settled when the rule is read, not at each comparison.
Compare = Callable[[Any, Any], bool]
# The fact's place, how it is compared, with what, or with the fact at which place.
Compiled = tuple[int, Compare, Bound, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """`values[place] compare bound`; the bound is another fact where `bound_fact` names one, and
    `bound_place` is -1 where none does."""

    fact: str
    operator: str
    bound: Bound
    bound_fact: str | None
    place: int
    bound_place: int
    compare: Compare

    @property
    def compiled(self) -> Compiled:
        """The condition as the loop over a table wants it."""
        return self.place, self.compare, self.bound, self.bound_place

    @property
    def places(self) -> Mapping[str, int]:
        """Where the facts it looks at stand, by name."""
        if self.bound_fact is None:
            return {self.fact: self.place}
        return {self.fact: self.place, self.bound_fact: self.bound_place}


@dataclass(frozen=True, slots=True)
class _Operator:
    """How an operator compares, for which kinds of fact, and the kind of fact it may meet."""

    compare: Compare
    kinds: tuple[FactKind, ...]
    bound_of: Callable[[object, str], Bound]
    meets: FactKind | None


def conditions_of(value: object, pointer: str, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """The conditions in `{fact: {operator: bound, …}, …}`; none at all always hold.

    A bound `{"fact": name}` is another fact. Raises `Malformed`.
    """
    facts = Record(value, pointer)
    bounds = [(fact, facts.read(fact, Record)) for fact in facts.names()]
    return tuple(
        _condition(record, fact, name, vocabulary)
        for fact, record in bounds
        for name in record.names()
    )


def _condition(bounds: Record, fact: str, name: str, vocabulary: Vocabulary) -> Condition:
    kind = vocabulary.kinds.get(fact)
    if kind is None:
        raise Malformed("unknown_fact", bounds.at(name))
    known = _OPERATORS.get(name)
    if known is None or kind not in known.kinds:
        raise Malformed("unfit_operator", bounds.at(name))
    other = _other_fact(bounds, name)
    if other is not None and vocabulary.kinds.get(other) != known.meets:
        raise Malformed("unfit_fact", bounds.at(name))
    return Condition(
        fact=fact,
        operator=name,
        bound=bounds.read(name, _bound_reader(known, kind)) if other is None else None,
        bound_fact=other,
        place=vocabulary.places[fact],
        bound_place=-1 if other is None else vocabulary.places[other],
        compare=known.compare,
    )


def _other_fact(bounds: Record, name: str) -> str | None:
    if not isinstance(bounds.raw(name), dict):
        return None
    record = bounds.read(name, Record)
    other = record.read("fact", text_of)
    record.close()
    return other


def _bound_reader(known: _Operator, kind: FactKind) -> Callable[[object, str], Bound]:
    return truth_of if kind is FactKind.TRUTH else known.bound_of


def _number(value: object, pointer: str) -> Bound:
    """Exact; a whole one becomes an int, which compares with whole facts several times faster."""
    number = decimal_of(value, pointer)
    return int(number) if number == int(number) else number


def _texts(value: object, pointer: str) -> tuple[str, ...]:
    return items_of(value, pointer, text_of)


_NUMBERS: Final = (FactKind.WHOLE,)
_WORDS: Final = (FactKind.TEXT,)

_OPERATORS: Final = {
    "lt": _Operator(operator.lt, _NUMBERS, _number, FactKind.WHOLE),
    "le": _Operator(operator.le, _NUMBERS, _number, FactKind.WHOLE),
    "gt": _Operator(operator.gt, _NUMBERS, _number, FactKind.WHOLE),
    "ge": _Operator(operator.ge, _NUMBERS, _number, FactKind.WHOLE),
    "is": _Operator(operator.eq, (FactKind.TEXT, FactKind.TRUTH), text_of, FactKind.TEXT),
    "is_not": _Operator(operator.ne, _WORDS, text_of, FactKind.TEXT),
    "in": _Operator(lambda value, bound: value in bound, _WORDS, _texts, FactKind.TEXTS),
    "not_in": _Operator(lambda value, bound: value not in bound, _WORDS, _texts, FactKind.TEXTS),
    "starts_with": _Operator(str.startswith, _WORDS, _texts, None),
    "holds": _Operator(operator.contains, (FactKind.TEXTS,), text_of, None),
}
