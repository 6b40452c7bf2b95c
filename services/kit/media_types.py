"""Which of several media types to answer with, chosen by Accept (RFC 9110 12.5.1)."""

import re
from collections.abc import Sequence
from typing import Final

HEADER_LENGTH_MAX: Final = 512
RANGES_MAX: Final = 16

_RANGE: Final = re.compile(
    r"\s*([a-z0-9.+*-]{1,64})/([a-z0-9.+*-]{1,64})\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.ASCII,
)


def chosen_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """The offered type that is wanted most, the earlier of two wanted alike; never raises.

    The first one answers whoever wants none of them, as reads that offer one type do.
    """
    if not accept or len(accept) > HEADER_LENGTH_MAX:
        return offered[0]
    ranges = [match for text in accept.lower().split(",")[:RANGES_MAX] if (match := _match(text))]
    wanted = {media: _weight(media, ranges) for media in offered}
    return max(offered, key=lambda media: wanted[media])


def _match(text: str) -> re.Match[str] | None:
    return _RANGE.fullmatch(text)


def _weight(media: str, ranges: Sequence[re.Match[str]]) -> int:
    """In thousandths, by the most exact range that fits."""
    kind, _, name = media.partition("/")
    for exact in ((kind, name), (kind, "*"), ("*", "*")):
        for match in ranges:
            if (match[1], match[2]) == exact:
                return _thousandths(match[3])
    return 0


def _thousandths(quality: str | None) -> int:
    whole, _, decimals = (quality or "1").partition(".")
    return int(whole) * 1000 + int(decimals.ljust(3, "0"))
