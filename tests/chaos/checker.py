"""C15: what was acknowledged is there, what was refused is not, and nothing is there twice.

Of the operations about one thing, those acknowledged have each had their one effect, those of
which nothing is known have each had one or none, and those refused none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tests.chaos.history import Attempt, Outcome, operations, outcome_of

# What was asked, of what: the effects of these are counted together.
Thing = tuple[str, ...]

# A look at what is not one's own, which must be as if it were not there.
PEEK = "peek"
NOT_THERE = 404


def things(attempts: Iterable[Attempt]) -> Mapping[Thing, list[Outcome]]:
    """What is known of the operations on each thing whose effects can be counted."""
    known = defaultdict[Thing, list[Outcome]](list)
    for operation in operations(attempts):
        first = operation[0]
        if first.kind != PEEK:
            known[first.kind, *first.about].append(outcome_of(operation))
    return known


def wrongs(attempts: Iterable[Attempt], effects: Mapping[Thing, int]) -> Iterator[str]:
    """Every breach, told; `effects` is how often each thing that counts has happened."""
    attempts = list(attempts)
    known = things(attempts)
    for thing in effects:
        outcomes = known[thing]
        least = outcomes.count(Outcome.OK)
        most = least + outcomes.count(Outcome.UNKNOWN)
        if not least <= effects[thing] <= most:
            asked = ", ".join(outcomes)
            yield f"{' '.join(thing)}: asked for ({asked}), happened {effects[thing]} times"
    for operation in operations(attempts):
        made = {each.made for each in operation if each.outcome is Outcome.OK}
        if len(made) > 1:
            yield f"{operation[0].kind} was answered with different things: {sorted(made)}"
    for attempt in attempts:
        if attempt.kind == PEEK and attempt.outcome is Outcome.OK:
            yield f"somebody else saw {' '.join(attempt.about)}"
