"""Between a commit and the next call, and around every call outside, stands a failpoint.

`await reached(…)` is the point; where it is missing, nobody can kill a process on that line.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeGuard

from tests.house.rules.tree import Breach, Module, called_name, imported, modules

CODE = ("services", "gateway")
POINT = "reached"
# Calls by which a process reaches outside: on what, and which.
FLANKED = {
    "http": frozenset({"get", "post", "put", "patch", "delete", "request", "stream", "send"}),
    "upstreams": frozenset({"send"}),
    "obstore": frozenset({"put_async"}),
    "export": frozenset({"tell"}),
}
# These commit first, and the rule on commits sees to the point before them.
FOLLOWED = {
    "rail": frozenset({"pay", "look_up", "verify_account"}),
    "bureau": frozenset({"report_on"}),
    "lists": frozenset({"look"}),
}
# The queue hears of a job's end when this function of that module returns.
QUEUE = ("services/kit/jobs.py", "work")
RELAY = ("services/kit/relay.py", "_attempt")
LIBRARIES = frozenset({"httpx", "httpx_aiohttp", "aiohttp", "obstore"})
# Modules that reach outside and change nothing by it, or whose caller stands at the points.
WITHOUT = {
    "gateway/jwks.py": "reads an issuer's keys",
    "gateway/health.py": "reads whether others are ready",
    "gateway/tokens.py": "hands the client on",
    "gateway/upstreams.py": "proxy.py stands at the points around it",
    "gateway/relaying.py": "reads the answer, after the point",
    "services/kit/unsent.py": "names failures, and calls nobody",
}


class _Event(NamedTuple):
    """Something on a line: "end" of a transaction begun on `since`, "point", or other "await"."""

    line: int
    since: int
    kind: str


def calls_outside_are_flanked(root: Path) -> Iterator[Breach]:
    """A point before and a point after each call that leaves the process, in its function."""
    for module in modules(root, CODE):
        if module.path in WITHOUT:
            continue
        for function in _functions(module):
            points = [call.lineno for call in _calls(function) if called_name(call) == POINT]
            for call in _calls(function):
                ends = call.end_lineno or call.lineno
                needs = _needs(module, call)
                if ("before" in needs and not any(line < call.lineno for line in points)) or (
                    "after" in needs and not any(line > ends for line in points)
                ):
                    yield module.breach(call.lineno, f"no failpoint around {called_name(call)}")


def outsiders_pass_points(root: Path) -> Iterator[Breach]:
    """Whoever imports a client library stands at failpoints, or is known not to need them."""
    for module in modules(root, CODE):
        libraries = {name.partition(".")[0] for _, name in imported(module.syntax)} & LIBRARIES
        passes = any(called_name(call) == POINT for call in _calls(module.syntax))
        if libraries and not passes and module.path not in WITHOUT:
            yield module.breach(1, f"reaches outside by {min(libraries)} past no failpoint")


def commits_are_followed_by_points(root: Path) -> Iterator[Breach]:
    """Who comes back from a transaction passes a point before it awaits anything else.

    A transaction that is the last a use case does needs none: the reply and the job have theirs.
    """
    for module in modules(root, ["services"]):
        kinds = {each.name: kind for each in _functions(module) if (kind := _kind_of(each))}
        for function in _functions(module):
            yield from _left_bare(module, function, kinds)


def points_are_placed_once(root: Path) -> Iterator[Breach]:
    """Each point of a registry stands on exactly one line."""
    declared: dict[str, tuple[Module, int]] = {}
    placed: dict[str, int] = {}
    for module in modules(root, CODE):
        for name, line in _declared(module):
            declared[name] = (module, line)
        for call in _calls(module.syntax):
            if called_name(call) == POINT and call.args:
                name = ast.unparse(call.args[0])
                placed[name] = placed.get(name, 0) + 1
    for name, (module, line) in declared.items():
        if placed.get(name, 0) != 1:
            yield module.breach(line, f"{name} stands on {placed.get(name, 0)} lines")


def _kind_of(function: ast.AsyncFunctionDef) -> str | None:
    """What awaiting it is like: a "point" where it begins with one, the "end" of a transaction."""
    events = sorted(_events(function, {}))
    if events and events[0].kind == "point":
        return "point"
    is_opener = any(_is_block(node) for node in ast.walk(function))
    return "end" if is_opener and events[-1].kind != "point" else None


def _left_bare(
    module: Module, function: ast.AsyncFunctionDef, kinds: Mapping[str, str]
) -> Iterator[Breach]:
    events = sorted(_events(function, kinds))
    for place, event in enumerate(events):
        if event.kind != "end":
            continue
        following = events[place + 1].kind if place + 1 < len(events) else None
        goes_round = following is None and _is_in_a_loop(function, event.since)
        if following in {"end", "await"} or goes_round:
            yield module.breach(event.line, "goes on from a transaction past no failpoint")


def _events(function: ast.AsyncFunctionDef, kinds: Mapping[str, str]) -> Iterator[_Event]:
    """What happens in a function, but inside its transactions and where it handles errors."""
    blocks = [node for node in ast.walk(function) if _is_block(node)]
    apart: list[ast.AsyncWith | ast.ExceptHandler] = [
        *blocks,
        *(node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)),
    ]
    passed_over = [(node.lineno, node.end_lineno or node.lineno) for node in apart]
    for block in blocks:
        kind = "returned" if isinstance(block.body[-1], ast.Return) else "end"
        yield _Event(block.end_lineno or block.lineno, block.lineno, kind)
    returned = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Return)}
    for node in ast.walk(function):
        if not isinstance(node, ast.Await) or any(a <= node.lineno <= b for a, b in passed_over):
            continue
        name = called_name(node.value) if isinstance(node.value, ast.Call) else ""
        kind = "point" if name == POINT else kinds.get(name, "await")
        if kind == "end" and id(node) in returned:
            kind = "returned"
        yield _Event(node.end_lineno or node.lineno, node.lineno, kind)


def _is_block(node: ast.AST) -> TypeGuard[ast.AsyncWith]:
    return isinstance(node, ast.AsyncWith) and any(
        isinstance(item.context_expr, ast.Call) and _begins(item.context_expr)
        for item in node.items
    )


def _begins(call: ast.Call) -> bool:
    opener = call.func
    if not isinstance(opener, ast.Attribute) or opener.attr != "begin":
        return False
    owner = opener.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name.endswith("sessions")


def _is_in_a_loop(function: ast.AsyncFunctionDef, line: int) -> bool:
    return any(
        node.lineno <= line <= (node.end_lineno or node.lineno)
        for node in ast.walk(function)
        if isinstance(node, ast.For | ast.While | ast.AsyncFor | ast.ListComp)
    )


def _needs(module: Module, call: ast.Call) -> frozenset[str]:
    """On which sides of this call a point has to stand."""
    name = called_name(call)
    if isinstance(call.func, ast.Name):
        is_ours = (module.path, name) in {QUEUE, RELAY}
        return frozenset({"before", "after"}) if is_ours else frozenset()
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call
    on = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    on = on.lstrip("_")
    if name in FLANKED.get(on, ()):
        return frozenset({"before", "after"})
    return frozenset({"after"}) if name in FOLLOWED.get(on, ()) else frozenset()


def _declared(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.syntax):
        is_registry = isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id == "Failpoint" for base in node.bases
        )
        if isinstance(node, ast.ClassDef) and is_registry:
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    yield f"{node.name}.{line.targets[0].id}", line.lineno


def _functions(module: Module) -> Iterator[ast.AsyncFunctionDef]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.AsyncFunctionDef):
            yield node


def _calls(within: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call):
            yield node
