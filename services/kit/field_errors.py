"""From pydantic's findings to ours: a pointer, a stable code, one sentence in two languages.

Pydantic's own messages may repeat what was sent, so none of them is passed on; only bounds that
come from the schema are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from services.kit.errors import FieldError, Title
from services.kit.strict_json import escape

FIELD_ERRORS_MAX: Final = 50

# An unknown name is the sender's own text: only a harmless one is repeated in a pointer.
_HARMLESS_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)

_NOT_VALID: Final = Title("is not valid", "不合法")
_TITLES: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "missing": Title("is required", "必填"),
        "extra_forbidden": Title("is not a known field", "未知字段"),
        "string_type": Title("must be a string", "必须是字符串"),
        "int_type": Title(
            "must be a whole number, written without fraction or exponent",
            "必须是整数，且不带小数或指数",
        ),
        "bool_type": Title("must be true or false", "必须是 true 或 false"),
        "list_type": Title("must be an array", "必须是数组"),
        "tuple_type": Title("must be an array", "必须是数组"),
        "dict_type": Title("must be an object", "必须是对象"),
        "model_type": Title("must be an object", "必须是对象"),
        "model_attributes_type": Title("must be an object", "必须是对象"),
        "string_too_short": Title(
            "must have at least {min_length} characters", "至少 {min_length} 个字符"
        ),
        "string_too_long": Title(
            "must have at most {max_length} characters", "最多 {max_length} 个字符"
        ),
        "too_short": Title("must have at least {min_length} items", "至少 {min_length} 项"),
        "too_long": Title("must have at most {max_length} items", "最多 {max_length} 项"),
        "greater_than": Title("must be greater than {gt}", "必须大于 {gt}"),
        "greater_than_equal": Title("must be at least {ge}", "不得小于 {ge}"),
        "less_than": Title("must be less than {lt}", "必须小于 {lt}"),
        "less_than_equal": Title("must be at most {le}", "不得大于 {le}"),
        "multiple_of": Title("must be a multiple of {multiple_of}", "必须是 {multiple_of} 的倍数"),
        "string_pattern_mismatch": Title("does not have the required form", "格式不正确"),
        "enum": Title("must be one of {expected}", "必须是以下之一：{expected}"),
        "literal_error": Title("must be one of {expected}", "必须是以下之一：{expected}"),
        "union_tag_invalid": Title(
            "must be one of {expected_tags}", "必须是以下之一：{expected_tags}"
        ),
        "union_tag_not_found": Title("must say which kind it is", "缺少类型标识"),
    }
)
_FROM_THE_SCHEMA: Final = frozenset(
    {
        *("min_length", "max_length", "gt", "ge", "lt", "le", "multiple_of"),
        *("expected", "expected_tags"),
    }
)
# How pydantic joins what it expected: `'a', 'b' or 'c'`.
_OR: Final = re.compile(r"(?<=')(?:, | or )(?=')")
_PLACES: Final = frozenset({"query", "header", "path"})


def field_errors(findings: Sequence[Mapping[str, Any]], body: object) -> tuple[FieldError, ...]:
    """Our field errors for pydantic's `findings` on `body`, at most FIELD_ERRORS_MAX of them."""
    own = [finding for finding in findings if not _is_aftermath(finding, findings)]
    return tuple(_field_error(finding, body) for finding in own[:FIELD_ERRORS_MAX])


def _is_aftermath(finding: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an array is only called too short because its wrong items were not counted."""
    place = tuple(finding["loc"])
    return finding["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and tuple(other["loc"][: len(place)]) == place
        for other in findings
    )


def _field_error(finding: Mapping[str, Any], body: object) -> FieldError:
    kind, (place, *path) = str(finding["type"]), finding["loc"]
    members = path if place in _PLACES else list(_members(path, body))
    if kind == "extra_forbidden" and not _HARMLESS_NAME.fullmatch(str(path[-1])):
        members = members[:-1]
    if place in _PLACES:
        pointer = f"#{place}/" + "/".join(str(part) for part in members)
    else:
        pointer = "".join("/" + escape(str(part)) for part in members)
    return FieldError(pointer, kind, _message(kind, finding.get("ctx") or {}))


def _members(path: Sequence[str | int], body: object) -> Iterator[str | int]:
    """The parts of `path` that lead through `body`: pydantic also names the variant of a union."""
    for depth, part in enumerate(path):
        is_member = (
            isinstance(body, Mapping) and part in body and not _is_variant(path[depth:], body)
        ) or (isinstance(body, list) and isinstance(part, int))
        if is_member:
            body = body[part]  # type: ignore[index]
        if is_member or depth == len(path) - 1:
            yield part


def _is_variant(path: Sequence[str | int], body: Mapping[Any, Any]) -> bool:
    """Whether a variant happens to be called like a member: the path goes on beside that one."""
    if len(path) == 1 or path[1] not in body:
        return False
    child = body[path[0]]
    if path[1] == path[0]:
        return not (isinstance(child, Mapping) and path[1] in child)
    return not (
        isinstance(child, Mapping) or (isinstance(child, list) and isinstance(path[1], int))
    )


def _message(kind: str, context: Mapping[str, Any]) -> Title:
    if isinstance(context.get("zh"), str):  # a refusal of our own, see `schemas.refusal`
        return Title(str(context["en"]), str(context["zh"]))
    bounds = {name: context[name] for name in context if name in _FROM_THE_SCHEMA}
    title = _TITLES.get(kind, _NOT_VALID)
    chinese = {
        name: _OR.sub("、", bound) for name, bound in bounds.items() if isinstance(bound, str)
    }
    return Title(title.en.format_map(bounds), title.zh.format_map(bounds | chinese))
