"""G1, G2, G4 and G5 byte by byte: requests that two readers read in two ways, and harmless ones.

`{host}` and `{token}` stand for the gateway's own address and a borrower's good token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_LINE: Final = b"\r\n"
_GOOD: Final = b"Host: {host}\r\nAuthorization: Bearer {token}\r\n"
_JSON: Final = b"Content-Type: application/json\r\nIdempotency-Key: key-1\r\n"
_POST: Final = b"POST /v1/things HTTP/1.1\r\n" + _GOOD + _JSON
_GET: Final = b"GET /v1/things/thing_1 HTTP/1.1\r\n" + _GOOD
_INNER: Final = b"GET /internal/v1/things/1 HTTP/1.1\r\nHost: {host}\r\n\r\n"
_PRODUCTS: Final = b"GET /v1/products HTTP/1.1\r\nHost: {host}\r\n"


@dataclass(frozen=True)
class Served:
    """The answers to a harmless connection, and how many requests went on to the service."""

    request: bytes
    statuses: tuple[int, ...]
    passed_on: int


def _chunked(body: bytes, field: bytes = b"Transfer-Encoding: chunked") -> bytes:
    return _POST + field + _LINE * 2 + body


def _with(field: bytes) -> bytes:
    return _GET + field + _LINE * 2


def _large(field: bytes) -> bytes:
    return _with(b"Connection: close\r\n" + field)


# G4: what frames a request, said twice, wrongly or in a way only some readers understand.
FRAMING: Final[Mapping[str, bytes]] = {
    "length and chunks": _POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": _POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "length, chunks and a second request": (
        _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _INNER
    ),
    "two lengths": _POST + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + _INNER,
    "two lengths in one": _POST + b"Content-Length: 2, 40\r\n\r\n{}" + _INNER,
    "a length below nothing": _POST + b"Content-Length: -2\r\n\r\n{}",
    "a length with a sign": _POST + b"Content-Length: +2\r\n\r\n{}",
    "a length in sixteens": _POST + b"Content-Length: 0x2\r\n\r\n{}",
    "a length with a fraction": _POST + b"Content-Length: 2.0\r\n\r\n{}",
    "a length with letters": _POST + b"Content-Length: 2a\r\n\r\n{}",
    "a length beyond every number": _POST + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    "a length of nothing at all": _POST + b"Content-Length:\r\n\r\n{}",
    "chunks, then as it is": _chunked(b"0\r\n\r\n", b"Transfer-Encoding: chunked, identity"),
    "chunks twice": _chunked(b"0\r\n\r\n", b"Transfer-Encoding: chunked, chunked"),
    "chunks in two fields": _chunked(
        b"0\r\n\r\n", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"
    ),
    "an encoding nobody knows": _chunked(b"0\r\n\r\n", b"Transfer-Encoding: xchunked"),
    "packed, then chunks": _chunked(
        b"0\r\n\r\n", b"Connection: close\r\nTransfer-Encoding: gzip, chunked"
    ),
    "an encoding in quotes": _chunked(b"0\r\n\r\n", b'Transfer-Encoding: "chunked"'),
    "an encoding after a control character": _chunked(
        b"0\r\n\r\n", b"Transfer-Encoding: \x0bchunked"
    ),
    "a blank before the colon": _chunked(b"0\r\n\r\n", b"Transfer-Encoding : chunked"),
    "a field that goes on": _with(b"X-One: 1\r\n X-User: admin"),
    "a first field that goes on": b"GET /v1/products HTTP/1.1\r\n Host: x\r\n\r\n",
    "a field without a colon": _with(b"X-User"),
    "a field without a name": _with(b": admin"),
    "a name with a blank": _with(b"X User: admin"),
    "a name beyond ASCII": _with("X-Üser: admin".encode()),
    "a zero byte in a value": _with(b"X-One: a\x00b"),
    "a return in a value": _with(b"X-One: a\rX-User: admin"),
    "lines without a return": _GET.replace(b"\r\n", b"\n") + b"\n",
    "one line without a return": _with(b"X-One: 1\nX-User: admin"),
    "a chunk without a size": _chunked(b"\r\n{}\r\n0\r\n\r\n"),
    "a chunk of no number": _chunked(b"zz\r\n{}\r\n0\r\n\r\n"),
    "a chunk below nothing": _chunked(b"-2\r\n{}\r\n0\r\n\r\n"),
    "a chunk in sixteens twice": _chunked(b"0x2\r\n{}\r\n0\r\n\r\n"),
    "a chunk beyond every number": _chunked(b"fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
    "a chunk longer than it says": _chunked(b"1\r\n{}\r\n0\r\n\r\n"),
    "a chunk whose line ends early": _chunked(b"2\n{}\r\n0\r\n\r\n"),
    "a chunk whose note ends early": _chunked(b"2;note\n\r\n{}\r\n0\r\n\r\n"),
}

# What a request line may not be.
LINES: Final[Mapping[str, bytes]] = {
    "no version": b"GET /v1/products\r\nHost: {host}\r\n\r\n",
    "a newer protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a protocol of no number": b"GET /v1/products HTTP/x.y\r\nHost: {host}\r\n\r\n",
    "a version of two digits": b"GET /v1/products HTTP/1.10\r\nHost: {host}\r\n\r\n",
    "another protocol": b"GET /v1/products FTP/1.1\r\nHost: {host}\r\n\r\n",
    "a lower-case method": b"get /v1/products HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a method in two words": b"GE T /v1/products HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "no method": b" /v1/products HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "two targets": b"GET /v1/products /v1/things HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a tab for a blank": b"GET\t/v1/products\tHTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a zero byte in the target": b"GET /v1/\x00products HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a fragment": b"GET /v1/products#x HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a whole address": b"GET http://evil.example/v1/products HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a host with a path": b"GET /v1/products HTTP/1.1\r\nConnection: close\r\nHost: x/y\r\n\r\n",
    "a host with a user": (
        b"GET /v1/products HTTP/1.1\r\nConnection: close\r\nHost: a@evil.example\r\n\r\n"
    ),
    "two hosts": (
        b"GET /v1/products HTTP/1.1\r\nConnection: close\r\nHost: {host}\r\nHost: {host}\r\n\r\n"
    ),
    "no host": b"GET /v1/products HTTP/1.1\r\nConnection: close\r\n\r\n",
    "encrypted": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 32,
    "a word of another server": b"HELO evil.example\r\n",
}

# G5: more of a head than anybody needs.
LARGE: Final[Mapping[str, bytes]] = {
    "one field of 100 kB": _large(b"X-Large: " + b"x" * 100_000),
    "3,000 fields": _large(_LINE.join(b"X-%d: 1" % number for number in range(3_000))),
    "200 fields": _large(_LINE.join(b"X-%d: 1" % number for number in range(200))),
    "a name of 40 kB": _large(b"X-" + b"n" * 40_000 + b": 1"),
    "a token of 40 kB": _PRODUCTS
    + b"Connection: close\r\nAuthorization: Bearer "
    + b"x" * 40_000
    + _LINE * 2,
    "a head that never ends": _PRODUCTS + b"X-Long: " + b"x" * 200_000,
}

HARMLESS: Final[Mapping[str, Served]] = {
    "the older protocol": Served(
        b"GET /v1/products HTTP/1.0\r\nHost: {host}\r\n\r\n", (200,), passed_on=1
    ),
    "a blank line first": Served(
        _LINE + _PRODUCTS + b"Connection: close\r\n\r\n", (200,), passed_on=1
    ),
    "two requests in one piece": Served(
        _PRODUCTS + _LINE + _GET + b"Connection: close\r\n\r\n", (200, 200), passed_on=2
    ),
    "a request behind a body": Served(
        _POST + b"Content-Length: 2\r\n\r\n{}" + _PRODUCTS + b"Connection: close\r\n\r\n",
        (200, 200),
        passed_on=2,
    ),
    "a refusal, then a request": Served(
        _PRODUCTS.replace(b"products", b"nothing")
        + _LINE
        + _PRODUCTS
        + b"Connection: close\r\n\r\n",
        (404, 200),
        passed_on=1,
    ),
    "a request inside a body": Served(
        _POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(_INNER) + _INNER,
        (200,),
        passed_on=1,
    ),
    "chunks with a note and a field after them": Served(
        _chunked(b'2;note="x"\r\n{}\r\n0\r\nX-User: admin\r\n\r\n')
        + _PRODUCTS
        + b"Connection: close\r\n\r\n",
        (200, 200),
        passed_on=2,
    ),
    "another protocol wished for": Served(
        _PRODUCTS + b"Connection: Upgrade, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n",
        (200,),
        passed_on=1,
    ),
    "a socket wished for": Served(
        _PRODUCTS + b"Connection: Upgrade, close\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        (200,),
        passed_on=1,
    ),
    "leave to send asked for": Served(
        _POST + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
        (100, 200),
        passed_on=1,
    ),
}
