"""What was asked and what was heard, written down as it happens: a line of JSON for each attempt.

An operation is one intent under one idempotency key, asked once or several times.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import count, groupby
from pathlib import Path


class Outcome(StrEnum):
    """What an answer, or its absence, says of the effect."""

    OK = "ok"  # it has happened
    FAIL = "fail"  # it has not, and will not
    UNKNOWN = "info"  # nobody knows


@dataclass(frozen=True)
class Attempt:
    """One request: `about` names what it would change, `made` what the answer says it made."""

    operation: int
    kind: str
    about: tuple[str, ...]
    outcome: Outcome
    status: int | None = None  # none: no answer came
    code: str = ""
    made: str = ""


class History:
    """Every attempt, oldest first; kept in a file as well, for whoever reads a failure."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.attempts: list[Attempt] = []
        self._numbers = count(1)

    def next_operation(self) -> int:
        """The number of an operation that begins."""
        return next(self._numbers)

    def note(self, attempt: Attempt) -> Attempt:
        """Write down an attempt that has ended."""
        self.attempts.append(attempt)
        self._write(asdict(attempt))
        return attempt

    def say(self, what: str) -> None:
        """Write down what befell the stack."""
        self._write({"nemesis": what})

    def _write(self, line: dict[str, object]) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def operations(attempts: Iterable[Attempt]) -> Iterator[list[Attempt]]:
    """The attempts of each operation."""
    ordered = sorted(attempts, key=lambda each: each.operation)
    for _, of_one in groupby(ordered, key=lambda each: each.operation):
        yield list(of_one)


def outcome_of(operation: Iterable[Attempt]) -> Outcome:
    """What is known of an operation, from all that was heard."""
    heard = {attempt.outcome for attempt in operation}
    for outcome in (Outcome.OK, Outcome.UNKNOWN):
        if outcome in heard:
            return outcome
    return Outcome.FAIL
