"""Lists by page: keyset order (created_at, id), and cursors nobody can forge or lend out."""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from services.kit.errors import InvalidCursor
from services.kit.schemas import Page

LIMIT_DEFAULT: Final = 25
LIMIT_MAX: Final = 100
CURSOR_LIFE: Final = timedelta(hours=24)
CURSOR_LENGTH_MAX: Final = 200
KEY_MIN_BYTES: Final = 32

_SHAPE: Final = struct.Struct(">q16sq")  # created_at in µs, id, expiry in s
_MAC_BYTES: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

R = TypeVar("R")
T = TypeVar("T")
Entities = TypeVarTuple("Entities")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row a caller has seen."""

    created_at: datetime
    id: UUID


def binding_of(principal: str, route: str, filters: Iterable[tuple[str, str]]) -> bytes:
    """What a cursor is tied to: who asked, for which list, with which filters."""
    parts = [principal, route, *(f"{name}={value}" for name, value in sorted(filters))]
    return hashlib.sha256("\x00".join(parts).encode()).digest()


class CursorCodec:
    """Seals and opens cursors under a secret key of at least 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_MIN_BYTES:
            raise ValueError(f"a cursor key has at least {KEY_MIN_BYTES} bytes")
        self._key = key

    def seal(self, cursor: Cursor, *, binding: bytes, now: datetime) -> str:
        """`cursor` as an opaque text, good for a day and for `binding` only."""
        expires_at_s = int((now + CURSOR_LIFE).timestamp())
        body = _SHAPE.pack(_microseconds(cursor.created_at), cursor.id.bytes, expires_at_s)
        return base64.urlsafe_b64encode(body + self._mac(body, binding)).rstrip(b"=").decode()

    def open(self, text: str, *, binding: bytes, now: datetime) -> Cursor:
        """The cursor in `text`; raises `InvalidCursor` if forged, expired or bound elsewhere."""
        sealed = _decoded(text)
        body, mac = sealed[: _SHAPE.size], sealed[_SHAPE.size :]
        if not hmac.compare_digest(mac, self._mac(body, binding)):
            raise InvalidCursor
        created_us, identifier, expires_at_s = _SHAPE.unpack(body)
        if now.timestamp() >= expires_at_s:
            raise InvalidCursor
        return Cursor(_EPOCH + timedelta(microseconds=created_us), UUID(bytes=identifier))

    def _mac(self, body: bytes, binding: bytes) -> bytes:
        return hmac.digest(self._key, binding + body, "sha256")[:_MAC_BYTES]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for, and how to seal the cursor of the next one."""

    limit: int
    cursor: Cursor | None
    seal: Callable[[Cursor], str]


def paged(
    statement: Select[*Entities],
    page: PageRequest,
    *,
    created_at: InstrumentedAttribute[datetime],
    identifier: InstrumentedAttribute[UUID],
    newest_first: bool = True,
) -> Select[*Entities]:
    """`statement` in keyset order from the cursor on, with one row more than the page shows."""
    place = tuple_(created_at, identifier)
    if page.cursor is not None:
        seen = tuple_(page.cursor.created_at, page.cursor.id)
        statement = statement.where(place < seen if newest_first else place > seen)
    order = [column.desc() if newest_first else column.asc() for column in (created_at, identifier)]
    return statement.order_by(*order).limit(page.limit + 1)


def page_of(
    rows: Sequence[R],
    page: PageRequest,
    *,
    place: Callable[[R], Cursor],
    read: Callable[[R], T],
) -> Page[T]:
    """The page of `rows` as `paged` found them, each shown by `read`."""
    shown = rows[: page.limit]
    has_more = len(rows) > page.limit
    return Page(
        data=[read(row) for row in shown],
        has_more=has_more,
        next_cursor=page.seal(place(shown[-1])) if has_more else None,
    )


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _decoded(text: str) -> bytes:
    if len(text) > CURSOR_LENGTH_MAX:
        raise InvalidCursor
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    # One spelling only: unused bits at the end must not make a second name of the same cursor.
    canonical = base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
    if len(sealed) != _SHAPE.size + _MAC_BYTES or canonical != text:
        raise InvalidCursor
    return sealed
