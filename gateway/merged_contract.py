"""One reference out of the services' contracts: public operations only, names kept apart."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.contracts import METHODS, is_public
from gateway.tags import TAGS
from services.kit.operations import SECURITY_SCHEME

Document = Mapping[str, Any]

VERSION: Final = "1.0.0"
_REFERENCE: Final = "#/components/"


def merged(documents: Mapping[str, Document], security_scheme: Document) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of everything that may be called through the gateway."""
    paths = {name: _public_paths(document) for name, document in documents.items()}
    used = {name: _used(paths[name], documents[name]) for name in documents}
    clashing = _clashing(used)
    components: dict[str, dict[str, Any]] = {}
    merged_paths: dict[str, Any] = {}
    for name in documents:
        for (section, key), component in used[name].items():
            renamed = _renamed(name, (section, key), clashing)
            rewritten = _rewritten(component, name, clashing)
            # Generators call a type by its schema's title.
            titled = {"title": renamed} if "title" in component else {}
            components.setdefault(section, {})[renamed] = rewritten | titled
        for template, item in paths[name].items():
            merged_paths.setdefault(template, {}).update(_rewritten(item, name, clashing))
    components.setdefault("securitySchemes", {})[SECURITY_SCHEME] = dict(security_scheme)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Xiaowei",
            "version": VERSION,
            "description": "Lending to micro and small businesses, from application to settlement.",
            "contact": {"name": "The maintainers of Xiaowei"},
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": _tags(merged_paths),
        "paths": dict(sorted(merged_paths.items())),
        "components": {key: dict(sorted(part.items())) for key, part in sorted(components.items())},
        "x-problems": problem_catalogue(documents),
    }


def _tags(paths: Document) -> list[dict[str, str]]:
    """Return every tag the operations carry, with what it is about where that is known."""
    used = {
        tag
        for item in paths.values()
        for method in METHODS
        for tag in item.get(method, {}).get("tags", ())
    }
    return [{"name": tag, "description": TAGS.get(tag, tag)} for tag in sorted(used)]


def problem_catalogue(documents: Mapping[str, Document]) -> dict[str, Any]:
    """Return every problem code the services can answer with its status and titles."""
    catalogue: dict[str, Any] = {}
    for document in documents.values():
        catalogue |= document.get("x-problems", {})
        for item in document["paths"].values():
            for method in METHODS:
                catalogue |= item.get(method, {}).get("x-problems", {})
    return dict(sorted(catalogue.items()))


def _public_paths(document: Document) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for template, item in document["paths"].items():
        kept = {
            method: {key: value for key, value in item[method].items() if key != "x-problems"}
            for method in METHODS
            if method in item and is_public(f"{method} {template}", item[method])
        }
        if kept:
            shared = {key: value for key, value in item.items() if key not in METHODS}
            paths[template] = shared | kept
    return paths


def _used(paths: Document, document: Document) -> dict[tuple[str, str], Any]:
    """Return the components the public paths reach, directly or through others."""
    used: dict[tuple[str, str], Any] = {}
    waiting = list(_references(paths))
    while waiting:
        section, key = waiting.pop()
        if (section, key) not in used:
            used[section, key] = document["components"][section][key]
            waiting.extend(_references(used[section, key]))
    return used


def _clashing(used: Mapping[str, Mapping[tuple[str, str], Any]]) -> frozenset[tuple[str, str]]:
    """Return the names of several services that mean different things there, or lean on such."""
    spellings: dict[tuple[str, str], set[str]] = {}
    leaning: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for components in used.values():
        for name, component in components.items():
            spellings.setdefault(name, set()).add(json.dumps(component, sort_keys=True))
            leaning.setdefault(name, set()).update(_references(component))
    clashing = {name for name, texts in spellings.items() if len(texts) > 1}
    shared = {
        name for name in spellings if sum(name in components for components in used.values()) > 1
    }
    grown = True
    while grown:
        more = {name for name in shared if leaning[name] & clashing} - clashing
        grown = bool(more)
        clashing |= more
    return frozenset(clashing)


def _references(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        target = part.get("$ref")
        if isinstance(target, str) and target.startswith(_REFERENCE):
            section, _, key = target.removeprefix(_REFERENCE).partition("/")
            yield section, key
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _renamed(service: str, name: tuple[str, str], clashing: frozenset[tuple[str, str]]) -> str:
    owner = service.capitalize()
    if name not in clashing or name[1].startswith(owner):
        return name[1]
    return f"{owner}{name[1]}"


def _rewritten(part: Any, service: str, clashing: frozenset[tuple[str, str]]) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        rewritten = {key: _rewritten(value, service, clashing) for key, value in part.items()}
        for section, key in _references({"$ref": part.get("$ref")}):
            renamed = _renamed(service, (section, key), clashing)
            rewritten["$ref"] = f"{_REFERENCE}{section}/{renamed}"
        return rewritten
    if isinstance(part, list):
        return [_rewritten(value, service, clashing) for value in part]
    return part
