"""The reference document of one service: FastAPI's, completed with what FastAPI cannot know.

Every operation gets an example of each answer, every refusal its problem document, every header
its description. The order is stable, so that the committed file only changes with the API.
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from services.kit.errors import MalformedHeader
from services.kit.openapi_bounds import bounded
from services.kit.openapi_names import well_named
from services.kit.openapi_parameters import described
from services.kit.openapi_parts import (
    HEADERS,
    IF_NONE_MATCH,
    NOT_MODIFIED,
    PROBLEM_SCHEMAS,
    SECURITY_SCHEMES,
    header_refs,
)
from services.kit.operations import JSON, entry_of, example_of
from services.kit.problems import MEDIA_TYPE

_MAY_BE_NULL: Final = ("x-scope", "x-resource")
_FOR_US: Final = (
    *("x-problems", "x-request-example", "x-response-example"),
    *("x-produces", "x-etag", "x-body-media-types"),
)

Document = dict[str, Any]


def document(app: FastAPI) -> Document:
    """The OpenAPI 3.1 document of `app`, with `x-problems`: every code it can answer."""
    drawn = get_openapi(title=app.title, version=app.version, routes=app.routes)
    problems: Document = {}
    examples: Document = {}
    for method, terms, operation in _operations(app, drawn):
        problems |= terms["x-problems"]
        for name in _FOR_US:
            operation.pop(name, None)
        # FastAPI leaves out what is null, and with it "open to everybody".
        operation |= {name: terms[name] for name in _MAY_BE_NULL}
        _show_request(terms, operation)
        _show_success(terms, operation)
        if method == "GET" and terms["x-etag"]:
            problems |= _show_condition(operation)
        _share_examples(operation, examples)
        if parameters := operation.get("parameters"):
            operation["parameters"] = [described(parameter) for parameter in parameters]
    drawn["components"] = _components(drawn, examples)
    drawn["x-problems"] = _sorted(problems)
    drawn["paths"] = _sorted(drawn["paths"])
    return cast(Document, _whole(bounded(well_named(drawn))))


def _operations(app: FastAPI, drawn: Document) -> Iterator[tuple[str, Document, Document]]:
    """Each operation drawn, with its method and the terms its route carries."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in sorted(route.methods or ()):
                operation = drawn["paths"][route.path_format][method.lower()]
                yield method, route.openapi_extra or {}, operation


def _show_request(terms: Document, operation: Document) -> None:
    if (example := terms["x-request-example"]) is not None:
        operation["requestBody"]["content"][JSON]["example"] = example


def _show_success(terms: Document, operation: Document) -> None:
    """Put example, media types and headers where readers look for them."""
    responses = operation["responses"]
    status, success = next(item for item in responses.items() if item[0].startswith("2"))
    example = terms["x-response-example"]
    produced = terms["x-produces"]
    if produced != [JSON]:
        binary = {"schema": {"type": "string", "format": "binary"}}
        drawn = {JSON: success["content"][JSON]} if JSON in produced else {}
        success["content"] = dict.fromkeys(produced, binary) | drawn
    if JSON in produced and example is not None:
        success.setdefault("content", {}).setdefault(JSON, {})["example"] = example
    # An answer without content shows no version.
    success["headers"] = header_refs(
        etag=terms["x-etag"] and status != "204",
        location=status in {"201", "202"},
        replay=terms["x-idempotency"],
    )
    operation["responses"] = _sorted(responses)


def _show_condition(operation: Document) -> Document:
    """A read of one version may be asked on a condition; the problem of a bad one comes back."""
    operation.setdefault("parameters", []).append(IF_NONE_MATCH)
    operation["responses"]["304"] = NOT_MODIFIED
    operation["responses"] = _sorted(operation["responses"])
    examples = operation["responses"]["400"]["content"][MEDIA_TYPE]["examples"]
    examples[MalformedHeader.code] = {"value": example_of(MalformedHeader)}
    return {MalformedHeader.code: entry_of(MalformedHeader)}


def _share_examples(operation: Document, examples: Document) -> None:
    """Name each problem once under components: the same refusals come with most operations."""
    for status, response in operation["responses"].items():
        problem = response.get("content", {}).get(MEDIA_TYPE)
        if problem is None:
            continue
        examples |= problem["examples"]
        problem["examples"] = {
            code: {"$ref": f"#/components/examples/{code}"} for code in problem["examples"]
        }
        response["headers"] = header_refs(
            retry=status in {"409", "429", "503"}, challenge=status in {"401", "403"}
        )


def _components(drawn: Document, examples: Document) -> Document:
    components: Document = drawn.get("components", {})
    return {
        "schemas": _sorted({**components.get("schemas", {}), **PROBLEM_SCHEMAS}),
        "headers": HEADERS,
        "examples": _sorted(examples),
        "securitySchemes": SECURITY_SCHEMES,
    }


def _sorted(members: Document) -> Document:
    return dict(sorted(members.items()))


def _whole(node: Any) -> Any:  # noqa: ANN401 - any JSON value
    """FastAPI writes bounds as fractions; all of ours are whole."""
    if isinstance(node, dict):
        return {name: _whole(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_whole(value) for value in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node
