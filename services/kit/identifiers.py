"""Identifiers: UUIDv7 inside, TypeID (`app_01h455vb4pex5vsknk084sn02q`) on the wire."""

from typing import Final
from uuid import UUID

from typeid import TypeID
from typeid.core.errors import TypeIDException
from uuid_utils.compat import uuid7

WIRE_LENGTH_MAX: Final = 63 + 1 + 26  # longest prefix, underscore, suffix


class MalformedIdentifier(ValueError):
    """The text is not the one canonical spelling of an identifier of that kind."""


def new_id() -> UUID:
    """A fresh UUIDv7; later ones sort after earlier ones."""
    return uuid7()


def typeid_of(prefix: str, identifier: UUID) -> str:
    """The wire spelling of `identifier`, such as `app_01h455vb4pex5vsknk084sn02q`."""
    return str(TypeID.from_uuid(identifier, prefix=prefix))  # type: ignore[arg-type]


def uuid_of(prefix: str, text: str) -> UUID:
    """The identifier spelt `text`; raises `MalformedIdentifier` for any other spelling or kind."""
    if len(text) > WIRE_LENGTH_MAX:
        raise MalformedIdentifier(prefix)
    try:
        typeid = TypeID.from_string(text)
    except TypeIDException as error:
        raise MalformedIdentifier(prefix) from error
    if typeid.prefix != prefix:
        raise MalformedIdentifier(prefix)
    return UUID(bytes=typeid.uuid_bytes)
