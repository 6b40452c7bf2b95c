"""Frozen records to plain JSON and back, by their own annotations; reading is strict."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar, get_args, get_origin, get_type_hints

from services.underwriting.decisions.domain.strict import (
    Record,
    day_of,
    items_of,
    member_of,
    text_of,
    truth_of,
    whole_of,
)

Read = Callable[[object, str], object]
Made = TypeVar("Made")


def plain(value: object) -> object:
    """The JSON of a record, a tuple or a plain value."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def record_of(kind: type[Made], document: object, pointer: str = "") -> Made:
    """The record in `document`: every member present, none unknown, none coerced.

    Raises `Malformed` with the place of the first fault.
    """
    record = Record(document, pointer)
    readers: Mapping[str, Read] = _readers(kind)  # type: ignore[arg-type]  # types hash
    members = {name: record.read(name, read) for name, read in readers.items()}
    record.close()
    return kind(**members)


@cache
def _readers(kind: type[object]) -> Mapping[str, Read]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: object) -> Read:
    if get_origin(hint) is types.UnionType:
        read = _reader(next(kind for kind in get_args(hint) if kind is not types.NoneType))
        return lambda value, pointer: None if value is None else read(value, pointer)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return lambda value, pointer: items_of(value, pointer, item)
    assert isinstance(hint, type), f"no reader for {hint}"
    if issubclass(hint, StrEnum):
        return member_of(hint)
    if is_dataclass(hint):
        return lambda value, pointer: record_of(hint, value, pointer)
    return _PLAIN[hint]


_PLAIN: Final[Mapping[type[object], Read]] = {
    int: whole_of,
    str: text_of,
    bool: truth_of,
    date: day_of,
}
