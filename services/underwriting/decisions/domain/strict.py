"""Plain JSON read strictly: nothing unknown, nothing coerced, every refusal with its place."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from services.kit.money import AMOUNT_MINOR_MAX

TEXT_LENGTH_MAX: Final = 500
ITEMS_MAX: Final = 1_000

Member = TypeVar("Member", bound=StrEnum)
Item = TypeVar("Item")


class Malformed(ValueError):
    """A document is not what it must be; `pointer` (RFC 6901) says where, `code` says how."""

    def __init__(self, code: str, pointer: str) -> None:
        super().__init__(f"{code} at {pointer or '/'}")
        self.code = code
        self.pointer = pointer


class Record:
    """One JSON object being read; `close()` refuses the members nobody asked for.

    Numbers that are no counts come as text ("0.55"), so that none passes through binary floating
    point on its way.
    """

    def __init__(self, value: object, pointer: str = "") -> None:
        if not isinstance(value, Mapping):
            raise Malformed("not_an_object", pointer)
        self._members: Mapping[object, object] = value
        self._pointer = pointer
        self._asked: set[str] = set()

    def at(self, name: str) -> str:
        """The pointer to a member."""
        return f"{self._pointer}/{name}"

    def names(self) -> tuple[str, ...]:
        """The members' names, in the document's order."""
        return tuple(text_of(name, self._pointer) for name in self._members)

    def raw(self, name: str) -> object:
        """A member as it stands; raises `Malformed` when it is missing."""
        self._asked.add(name)
        if name not in self._members:
            raise Malformed("missing", self.at(name))
        return self._members[name]

    def read(self, name: str, reader: Callable[[object, str], Item]) -> Item:
        """A member through one of the readers below."""
        return reader(self.raw(name), self.at(name))

    def optional(self, name: str, reader: Callable[[object, str], Item]) -> Item | None:
        """A member that may be null; it must be there all the same."""
        return None if self.raw(name) is None else self.read(name, reader)

    def items(self, name: str, reader: Callable[[object, str], Item]) -> tuple[Item, ...]:
        """A member that is a list, each entry read."""
        return items_of(self.raw(name), self.at(name), reader)

    def close(self) -> None:
        """Refuse the first member that was never asked for."""
        for name in self.names():
            if name not in self._asked:
                raise Malformed("unknown_member", self.at(name))


def items_of(
    value: object, pointer: str, reader: Callable[[object, str], Item]
) -> tuple[Item, ...]:
    """A list of at most `ITEMS_MAX`, each entry read."""
    if not isinstance(value, list | tuple):
        raise Malformed("not_a_list", pointer)
    if len(value) > ITEMS_MAX:
        raise Malformed("too_many", pointer)
    return tuple(reader(item, f"{pointer}/{index}") for index, item in enumerate(value))


def text_of(value: object, pointer: str) -> str:
    """A text of 1 to `TEXT_LENGTH_MAX` characters."""
    if not isinstance(value, str):
        raise Malformed("not_a_text", pointer)
    if not 0 < len(value) <= TEXT_LENGTH_MAX:
        raise Malformed("length", pointer)
    return value


def whole_of(value: object, pointer: str) -> int:
    """A whole number from 0 to the largest amount."""
    # True is an int to Python, never to us.
    if type(value) is not int:
        raise Malformed("not_a_whole_number", pointer)
    if not 0 <= value <= AMOUNT_MINOR_MAX:
        raise Malformed("out_of_range", pointer)
    return value


def truth_of(value: object, pointer: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Malformed("not_true_or_false", pointer)
    return value


def day_of(value: object, pointer: str) -> date:
    """A date such as "2026-11-23"."""
    text = text_of(value, pointer)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Malformed("not_a_date", pointer) from None
    if day.isoformat() != text:
        raise Malformed("not_a_date", pointer)
    return day


def decimal_of(value: object, pointer: str) -> Decimal:
    """A finite decimal number, written as text."""
    try:
        number = Decimal(text_of(value, pointer))
    except InvalidOperation:
        raise Malformed("not_a_decimal", pointer) from None
    if not number.is_finite():
        raise Malformed("not_a_decimal", pointer)
    return number


def member_of(kind: type[Member]) -> Callable[[object, str], Member]:
    """A reader of one of the enumeration's values."""

    def read(value: object, pointer: str) -> Member:
        text = text_of(value, pointer)
        try:
            return kind(text)
        except ValueError:
            raise Malformed("not_one_of", pointer) from None

    return read
