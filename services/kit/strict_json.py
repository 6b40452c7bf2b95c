"""Reading JSON without mercy: what two readers could read differently is refused.

Stock parsers take the last of two equal keys, turn 1e400 into infinity, accept NaN and lone
surrogates, and dig as deep as they are told. Money cannot live with any of that.
"""

import json
import re
from typing import Any, Final

from services.kit.errors import FieldError, Invalid, Title, TooLarge, Unreadable

BODY_MAX_BYTES: Final = 65_536
DEPTH_MAX: Final = 64
MEMBERS_MAX: Final = 10_000
INTEGER_DIGITS_MAX: Final = 18

# A closing quote may be missing, so that a hopeless text is scanned once and not once per quote.
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_RISKY_ESCAPE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_FORBIDDEN: Final = re.compile("[\x00\ud800-\udfff]")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_FORBIDDEN_CHARACTER: Final = Title(
    "must not contain the NUL character or a lone surrogate", "不得包含空字符或不成对的代理字符"
)


# A number literal no amount may be: a fraction, an exponent, minus zero, too many digits. It stands
# in the parsed value so that the schema refuses it where it is, with a pointer. An instance of a
# class of ours would not be refused: FastAPI validates from attributes, and an object without any
# is a good one of every schema whose members are all optional.
INEXACT: Final = object()


def parse(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value in `raw`, with `INEXACT` for number literals that are not plain integers.

    Raises `Unreadable` for anything that is not one UTF-8 JSON text with unique keys, `TooLarge`
    beyond the depth and member limits, `Invalid` for NUL and lone surrogates in strings.
    """
    _require_shape(raw)
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=_whole_number,
            parse_float=_inexact,
            parse_constant=_no_constant,
            object_pairs_hook=_unique_members,
        )
    except ValueError as error:
        raise Unreadable(Title("The body is not valid JSON.", "请求体不是合法的 JSON。")) from error
    if _RISKY_ESCAPE.search(raw):
        _require_clean(value)
    return value


def _require_shape(raw: bytes) -> None:
    """Refuse by shape, before anything is built: no body, a byte order mark, depth, members."""
    if not raw.strip():
        raise Unreadable(Title("A JSON body is required.", "缺少 JSON 请求体。"))
    if raw.startswith(_BYTE_ORDER_MARK):
        raise Unreadable(
            Title("Send JSON without a byte order mark.", "JSON 不得带有字节顺序标记。")
        )
    bare = _STRING.sub(b"", raw)
    if bare.count(b",") + bare.count(b"[") + bare.count(b"{") > MEMBERS_MAX:
        raise TooLarge(Title("The JSON has too many members.", "JSON 成员过多。"))
    depth = 0
    for bracket in bare.translate(None, delete=_NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEPTH_MAX:
            raise TooLarge(Title("The JSON is nested too deeply.", "JSON 嵌套过深。"))


def _whole_number(literal: str) -> object:
    if len(literal) > INTEGER_DIGITS_MAX + 1 or literal == "-0":
        return INEXACT
    return int(literal)


def _inexact(_literal: str) -> object:
    return INEXACT


def _no_constant(_literal: str) -> None:
    raise Unreadable(Title("NaN and Infinity are not JSON.", "NaN 与 Infinity 不是合法的 JSON。"))


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable(Title("A JSON object repeats a key.", "JSON 对象存在重复的键。"))
    return members


def _require_clean(value: object) -> None:
    if errors := [_forbidden_at(pointer) for pointer in _dirty(value, "")]:
        raise Invalid(errors=errors)


def _dirty(value: object, pointer: str) -> list[str]:
    """Pointers to the strings, or to the objects with names, that hold forbidden characters."""
    if isinstance(value, str):
        return [pointer] if _FORBIDDEN.search(value) else []
    if isinstance(value, list):
        return [p for index, item in enumerate(value) for p in _dirty(item, f"{pointer}/{index}")]
    if not isinstance(value, dict):
        return []
    if any(_FORBIDDEN.search(name) for name in value):
        return [pointer]
    return [p for name, item in value.items() for p in _dirty(item, pointer + "/" + escape(name))]


def escape(name: str) -> str:
    """`name` as one token of an RFC 6901 pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _forbidden_at(pointer: str) -> FieldError:
    return FieldError(pointer, "forbidden_character", _FORBIDDEN_CHARACTER)
