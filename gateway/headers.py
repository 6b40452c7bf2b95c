"""Which header fields cross the gateway: two short lists; everything else stays where it came from.

Identity, forwarding, hop-by-hop and credential headers are not on them, so a caller cannot bring
its own, in whatever case or number.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from multidict import CIMultiDict

FORWARDED: Final = frozenset(
    {
        b"accept", b"accept-language", b"content-encoding", b"content-type", b"idempotency-key",
        b"if-match", b"if-none-match", b"range", b"user-agent",
        # What a payment rail signs its calls back with; nothing else reads them.
        b"webhook-id", b"webhook-signature", b"webhook-timestamp",
    }
)  # fmt: skip
RETURNED: Final = frozenset(
    {
        b"accept-ranges", b"cache-control", b"content-disposition", b"content-encoding",
        b"content-language", b"content-length", b"content-range", b"content-type", b"etag",
        b"idempotent-replayed", b"last-modified", b"link", b"location", b"retry-after", b"vary",
        b"www-authenticate",
    }
)  # fmt: skip

_TEXT: Final[Mapping[bytes, str]] = {name: name.decode("ascii").title() for name in FORWARDED}


def without_nominated(headers: dict[bytes, bytes], fields: Iterable[tuple[bytes, bytes]]) -> None:
    """Drop what `Connection` names: those fields were meant for the first hop, which is us."""
    if b"connection" not in headers:
        return
    for field, value in fields:
        if field == b"connection":
            for name in value.lower().split(b","):
                if name.strip() in FORWARDED:
                    headers.pop(name.strip(), None)


def forwarded(headers: Mapping[bytes, bytes]) -> CIMultiDict[str]:
    """Return the request headers that go on to a service."""
    # These three are always sent, or the client library would work out its own each time.
    kept: CIMultiDict[str] = CIMultiDict(
        (("Accept", "*/*"), ("Accept-Encoding", "identity"), ("User-Agent", "xiaowei-gateway"))
    )
    for name, text in _TEXT.items():
        value = headers.get(name)
        if value is not None:
            kept[text] = value.decode("latin-1")
    return kept


def returned(fields: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the response headers that go back to the caller, names in lower case."""
    kept: list[tuple[bytes, bytes]] = []
    for field, value in fields:
        name = field.lower()
        # An absolute location would name an inner host.
        outward = name != b"location" or (value.startswith(b"/") and not value.startswith(b"//"))
        if name in RETURNED and outward:
            kept.append((name, value))
    return kept


def allow_header(methods: Iterable[str]) -> tuple[bytes, bytes]:
    """Return the Allow header of `methods`."""
    return (b"allow", ", ".join(methods).encode("ascii"))
