"""What strict means for a schema: text is cleaned, enumerations and arrays are still readable."""

import unicodedata
from typing import Any, Final, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# JSON spells an enumeration as its value and a tuple or set as an array; strict Python
# validation would ask for the Python objects themselves.
_LENIENT: Final = frozenset({"enum", "tuple", "set", "frozenset"})
_NOT_SCHEMAS: Final = frozenset({"serialization", "metadata", "config"})


def refusal(code: str, *, en: str, zh: str) -> PydanticCustomError:
    """What a validator raises: a stable code and a sentence in both languages, input left out."""
    return PydanticCustomError(code, "{en}", {"en": en, "zh": zh})


def strictly(schema: CoreSchema, handler: GetCoreSchemaHandler) -> CoreSchema:
    """`schema` with cleaned strings, and enumerations and arrays as JSON spells them."""
    return cast(CoreSchema, _walk(schema, handler))


def clean(text: Any) -> Any:  # noqa: ANN401 - whatever was sent; only text is touched
    """Text in NFC, refused when it holds NUL or a lone surrogate; anything else as it is."""
    if not isinstance(text, str):
        return text
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise refusal(
            "forbidden_character",
            en="must not contain the NUL character or a lone surrogate",
            zh="不得包含空字符或不成对的代理字符",
        )
    return unicodedata.normalize("NFC", text)


def _walk(node: Any, handler: GetCoreSchemaHandler) -> Any:  # noqa: ANN401 - nested dicts and lists
    if isinstance(node, list):
        return [_walk(item, handler) for item in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    if not isinstance(kind, str):  # the fields of a model, one of which may be named "type"
        kind = ""
    if kind == "definition-ref":
        return _reference(cast(CoreSchema, node), handler)
    walked = {
        name: item if name in _NOT_SCHEMAS else _walk(item, handler) for name, item in node.items()
    }
    if kind in _LENIENT:
        walked["strict"] = False
    if kind == "str":
        return core_schema.no_info_before_validator_function(clean, cast(CoreSchema, walked))
    return walked


def _reference(node: CoreSchema, handler: GetCoreSchemaHandler) -> CoreSchema:
    """An enumeration is defined once for strict and lax users: ours is written out, as lax."""
    target = handler.resolve_ref_schema(node)
    if target["type"] != "enum":
        return node
    written_out = {name: item for name, item in target.items() if name != "ref"}
    return cast(CoreSchema, {**written_out, "strict": False})
