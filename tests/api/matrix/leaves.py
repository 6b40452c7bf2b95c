"""The fields of a JSON body, by schema: where each is, what it takes, and how to spoil it."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.api.matrix.operations import Operation, Schema

DEPTH_MAX: Final = 8
# Where a literal that no Python value spells (NaN, 1e400) is to stand in the text.
_PLACE: Final = "\ue000"

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Leaf:
    """One scalar field of a body."""

    operation: Operation
    steps: Steps
    schema: Schema

    @property
    def pointer(self) -> str:
        """Its RFC 6901 pointer."""
        return "".join(f"/{step}" for step in self.steps)

    @property
    def is_integer(self) -> bool:
        """Whether it takes whole numbers."""
        return self.schema.get("type") == "integer"

    @property
    def is_string(self) -> bool:
        """Whether it takes text of any kind."""
        return self.schema.get("type") == "string"

    @property
    def is_amount(self) -> bool:
        """Whether it is the amount of a sum of money."""
        return self.is_integer and self.steps[-1] == "amount"

    @property
    def is_currency(self) -> bool:
        """Whether it names a currency."""
        return self.steps[-1] == "currency"

    @property
    def is_given(self) -> bool:
        """Whether the example holds it."""
        place = self.operation.body_example
        try:
            for step in self.steps:
                place = place[step]
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def may_be(self, text: str) -> bool:
        """Whether it takes this text, as far as its pattern, list or format say."""
        if not self.is_string or {"enum", "format", "const"} & set(self.schema):
            return False
        return re.search(self.schema.get("pattern", ""), text) is not None

    def spoiled(self, value: Any) -> bytes:
        """The operation's example with this field set to `value`."""
        return json.dumps(self._with(value)).encode()

    def spelled(self, literal: str) -> bytes:
        """The example with this field written as `literal`, whatever JSON thinks of it."""
        text = json.dumps(self._with(_PLACE))
        return text.replace(json.dumps(_PLACE), literal).encode()

    def _with(self, value: Any) -> Any:
        body = self.operation.body_example
        *way, last = self.steps
        place = body
        for step, following in zip(way, self.steps[1:], strict=True):
            place = _step_into(place, step, following)
        if isinstance(place, list):
            place[: int(last) + 1] = [value]
        else:
            place[last] = value
        return body


def leaves(operation: Operation) -> tuple[Leaf, ...]:
    """Every scalar field the operation's body may have, once per pointer."""
    found = {
        leaf.steps: leaf
        for leaf in _leaves(operation, operation.body_schema, (), operation.body_example, 0)
    }
    return tuple(found.values())


def _step_into(place: Any, step: str | int, following: str | int) -> Any:
    """The container at `step`, made when the example lacks it."""
    empty: Any = [] if isinstance(following, int) else {}
    if isinstance(place, list):
        if not place:
            place.append(empty)
        return place[int(step)]
    if not isinstance(place.get(step), dict | list):
        place[step] = empty
    return place[step]


def _leaves(
    operation: Operation, schema: Schema, steps: Steps, example: Any, depth: int
) -> Iterator[Leaf]:
    schema = operation.resolved(schema)
    if depth > DEPTH_MAX:
        return
    variants = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if variants:
        for variant in _fitting(operation, variants, example):
            yield from _leaves(operation, variant, steps, example, depth + 1)
    elif "properties" in schema:
        for name, member in schema["properties"].items():
            inner = example.get(name) if isinstance(example, dict) else None
            yield from _leaves(operation, member, (*steps, name), inner, depth + 1)
    elif schema.get("type") == "array":
        inner = example[0] if isinstance(example, list) and example else None
        yield from _leaves(operation, schema["items"], (*steps, 0), inner, depth + 1)
    elif steps and schema.get("type") in {"integer", "string", "boolean", "number"}:
        yield Leaf(operation, steps, schema)


def _fitting(operation: Operation, variants: list[Schema], example: Any) -> Iterator[Schema]:
    """The variants that may hold the example; a tagged one only when the tag agrees."""
    for variant in variants:
        members = operation.resolved(variant).get("properties", {})
        tags = {
            name: operation.resolved(member)["const"]
            for name, member in members.items()
            if "const" in operation.resolved(member)
        }
        known = copy.copy(example) if isinstance(example, dict) else {}
        if all(known.get(name, tag) == tag for name, tag in tags.items()):
            yield variant
