"""Reading a request body: its declared type, its size while it arrives, then strict JSON."""

import re
from collections.abc import AsyncGenerator, Collection
from typing import Any, Final

from starlette.requests import Request
from typing_extensions import override

from services.kit import strict_json
from services.kit.errors import BodyNotExpected, Title, TooLarge, UnsupportedMedia

_PARAMETERS: Final = re.compile(r'\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?', re.ASCII | re.IGNORECASE)


class StrictRequest(Request):
    """A request whose body was read already, under our rules."""

    def __init__(self, request: Request, raw: bytes, value: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(request.scope, request.receive)
        self._raw = raw
        self._value = value

    @override
    async def body(self) -> bytes:
        """The bytes as they came."""
        return self._raw

    @override
    async def json(self) -> Any:
        """The value `strict_json` read; None for a body that is not JSON."""
        return self._value


class LimitedRequest(Request):
    """A request whose stream raises `TooLarge` as soon as more than `max_bytes` came."""

    def __init__(self, request: Request, max_bytes: int) -> None:
        super().__init__(request.scope, request.receive)
        self._max_bytes = max_bytes

    @override
    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body in pieces."""
        received = 0
        async for chunk in super().stream():
            received += len(chunk)
            if received > self._max_bytes:
                raise TooLarge(_limit(self._max_bytes))
            yield chunk


async def read_json(request: Request, *, max_bytes: int) -> StrictRequest:
    """The request with its JSON body read.

    Raises `UnsupportedMedia`, `TooLarge`, `Unreadable` or `Invalid`.
    """
    require_media_type(request, {"application/json"})
    raw = await _read(request, max_bytes)
    return StrictRequest(request, raw, strict_json.parse(raw))


def stream_binary(
    request: Request, *, max_bytes: int, media_types: Collection[str]
) -> "LimitedRequest":
    """The request, its bytes still to come and counted as they do.

    Raises `UnsupportedMedia`, or `TooLarge` if the announced length is over `max_bytes`.
    """
    require_media_type(request, media_types)
    _require_announced(request, max_bytes)
    return LimitedRequest(request, max_bytes)


def refuse_body(request: Request) -> None:
    """Raise `BodyNotExpected` if a body is announced."""
    if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        raise BodyNotExpected


def require_media_type(request: Request, media_types: Collection[str]) -> None:
    """Raise `UnsupportedMedia` unless exactly one of `media_types` is declared, not compressed."""
    declared = request.headers.getlist("content-type")
    media_type, _, parameters = (declared[0] if len(declared) == 1 else "").partition(";")
    if media_type.strip().lower() not in media_types or not _PARAMETERS.fullmatch(
        f";{parameters}" if parameters else ""
    ):
        raise UnsupportedMedia(
            Title(
                f"Send one of: {', '.join(sorted(media_types))}, in UTF-8 where it is text.",
                f"支持的内容类型：{'、'.join(sorted(media_types))}，文本须为 UTF-8。",
            )
        )
    if request.headers.getlist("content-encoding") not in ([], ["identity"]):
        raise UnsupportedMedia(Title("Send the body uncompressed.", "请求体不得压缩。"))


async def _read(request: Request, max_bytes: int) -> bytes:
    _require_announced(request, max_bytes)
    return b"".join([chunk async for chunk in LimitedRequest(request, max_bytes).stream()])


def _require_announced(request: Request, max_bytes: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise TooLarge(_limit(max_bytes))


def _limit(max_bytes: int) -> Title:
    return Title(f"At most {max_bytes} bytes are taken.", f"请求体不得超过 {max_bytes} 字节。")
