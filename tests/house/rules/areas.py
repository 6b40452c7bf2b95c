"""Areas of a service are neighbours: they ring at the door, which is `entry`."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, Module, imported, modules


def areas_meet_at_the_entry(root: Path) -> Iterator[Breach]:
    """Another area's rooms are not imported, only its `entry` module."""
    areas = _areas(root)
    for module in modules(root, ["services"]):
        own = _area_of(module.dotted, areas)
        if own is None:
            continue
        for line, name in imported(module.syntax):
            other = _area_of(name, areas)
            if other not in {None, own} and not _is_entry(name, str(other)):
                yield module.breach(line, f"imports {name}, not {other}.entry")


def use_cases_stand_alone(root: Path) -> Iterator[Breach]:
    """A use case is one transaction; calling another would make it two."""
    for module in modules(root, ["services"]):
        if "use_cases" not in module.parts:
            continue
        for line, name in imported(module.syntax):
            if "use_cases" in name.split("."):
                yield module.breach(line, f"a use case imports {name}")


def every_use_case_is_tested(root: Path) -> Iterator[Breach]:
    """The listing of use cases is what a service can do; each name is spoken in some test."""
    spoken = "\n".join(f"{m.path}\n{m.text}" for m in modules(root, ["tests"]))
    for module in modules(root, ["services"]):
        if _is_use_case(module) and module.parts[-1] not in spoken:
            yield module.breach(1, f"no test names {module.parts[-1]}")


def _is_use_case(module: Module) -> bool:
    return module.parts[-2:-1] == ("use_cases",) and not module.parts[-1].startswith("_")


def _areas(root: Path) -> frozenset[str]:
    return frozenset(
        module.dotted.removesuffix(".entry")
        for module in modules(root, ["services"])
        if module.parts[-1] == "entry"
    )


def _area_of(name: str, areas: frozenset[str]) -> str | None:
    return next((area for area in areas if f"{name}.".startswith(f"{area}.")), None)


def _is_entry(name: str, area: str) -> bool:
    return f"{name}.".startswith(f"{area}.entry.")
