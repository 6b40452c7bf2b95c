"""Which paths exist: an exact table compiled from the services' contracts, deny by default."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from services.kit.operations import RateClass

PUBLIC_PREFIX: Final = "/v1/"


class RouteTableBroken(Exception):
    """Two operations claim one path and method, or a template is not ours to publish."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One public operation as its service declares it; `scope` None is open to everybody."""

    service: str
    method: str
    template: str
    scope: str | None
    needs_key: bool
    needs_if_match: bool
    rate_class: RateClass
    body_max_bytes: int

    @property
    def address_class(self) -> Literal["ip", "callback"]:
        """What an address uses up before anybody asks who it is.

        Calls back have an allowance apart: nothing else an address asks for takes from theirs.
        """
        return "callback" if self.rate_class == "callback" else "ip"


@dataclass(frozen=True, slots=True)
class Match:
    """The operations of one template, by method, and the upstream path rebuilt from its parts."""

    operations: Mapping[str, Operation]
    path: str

    @property
    def allow(self) -> list[str]:
        """The methods this path offers, for the Allow header."""
        offered = {"OPTIONS", *self.operations}
        if "GET" in offered:
            offered.add("HEAD")
        return sorted(offered)


@dataclass(slots=True)
class _Node:
    literals: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    operations: dict[str, Operation] = field(default_factory=dict)


class RouteTable:
    """A trie over path segments. A literal wins over a parameter; nothing is matched by prefix."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            self._add(operation)

    def match(self, segments: Sequence[str]) -> Match | None:
        """Return what is offered at exactly this path, or None."""
        found = _walk(self._root, segments, 0)
        return None if found is None else Match(found.operations, "/" + "/".join(segments))

    def _add(self, operation: Operation) -> None:
        if not operation.template.startswith(PUBLIC_PREFIX):
            raise RouteTableBroken(f"{operation.template} is outside {PUBLIC_PREFIX}")
        node = self._root
        for segment in operation.template.split("/")[1:]:
            node = _child(node, segment)
        if operation.method in node.operations:
            raise RouteTableBroken(f"{operation.method} {operation.template} is declared twice")
        node.operations[operation.method] = operation


def _child(node: _Node, segment: str) -> _Node:
    name = segment.removeprefix("{").removesuffix("}")
    if not name or "{" in name or "}" in name:
        raise RouteTableBroken("a template segment is either literal or one parameter")
    if segment == name:
        return node.literals.setdefault(name, _Node())
    node.parameter = node.parameter or _Node()
    return node.parameter


def _walk(node: _Node, segments: Sequence[str], depth: int) -> _Node | None:
    if depth == len(segments):
        return node if node.operations else None
    segment = segments[depth]
    literal = node.literals.get(segment)
    if literal is not None and (found := _walk(literal, segments, depth + 1)) is not None:
        return found
    if node.parameter is None or not segment:
        return None
    return _walk(node.parameter, segments, depth + 1)
