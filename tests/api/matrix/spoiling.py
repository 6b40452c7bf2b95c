"""Sending an operation's example with one field spoiled, and telling what was not refused."""

from collections.abc import Awaitable, Callable, Iterable

import httpx

from tests.api.matrix.leaves import Leaf, leaves
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import refused

# (operation, content, …) → the answer to it from somebody who may ask.
Ask = Callable[..., Awaitable[httpx.Response]]

ECHO_LENGTH_MIN = 12  # shorter words stand in messages of their own right


async def not_refused(ask: Ask, leaf: Leaf, literals: Iterable[str]) -> list[str]:
    """Which spellings of the field are not refused at it, and what happens instead."""
    wrong = []
    for literal in literals:
        answer = await ask(leaf.operation, leaf.spelled(literal))
        fault = refused(answer, 400, 422) or _misplaced(answer.json(), leaf, literal)
        if fault:
            wrong.append(f"{leaf.pointer} = {literal[:40]}: {fault}")
    return wrong


async def spoil(
    ask: Ask,
    operation: Operation,
    literals_for: Callable[[Leaf], Iterable[str]],
    *,
    only: Callable[[Leaf], bool] = lambda _: True,
) -> list[str]:
    """The same for each field of the body that is one of these."""
    wrong = []
    for leaf in leaves(operation):
        if only(leaf):
            wrong += await not_refused(ask, leaf, literals_for(leaf))
    return wrong


def _misplaced(problem: dict[str, object], leaf: Leaf, literal: str) -> str | None:
    """A 422 points at the field, and no refusal repeats what was sent."""
    if len(literal) >= ECHO_LENGTH_MIN and literal.strip('"') in str(problem):
        return "echoes the input"
    if problem["status"] != 422:
        return None
    errors = problem["errors"]
    assert isinstance(errors, list)
    pointers = [error["pointer"] for error in errors]
    near = {leaf.pointer, leaf.pointer.rpartition("/")[0]}
    return None if near & set(pointers) else f"points at {pointers}"
