"""The two languages we answer in, chosen by Accept-Language with its q-values (RFC 9110 12.5.4)."""

import re
from typing import Final, Literal

from services.kit.errors import Title

Language = Literal["en", "zh-CN"]

DEFAULT_LANGUAGE: Final[Language] = "en"
HEADER_LENGTH_MAX: Final = 256
RANGES_MAX: Final = 16

_RANGE: Final = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.ASCII,
)


def negotiate(accept_language: str | None) -> Language:
    """The language to answer in; English when nothing usable is asked for. Never raises."""
    if not accept_language or len(accept_language) > HEADER_LENGTH_MAX:
        return DEFAULT_LANGUAGE
    best: tuple[int, Language] = (0, DEFAULT_LANGUAGE)
    for text in accept_language.split(",")[:RANGES_MAX]:
        match = _RANGE.fullmatch(text)
        if match is None or (language := _spoken(match[1])) is None:
            continue
        if (weight := _thousandths(match[2])) > best[0]:
            best = (weight, language)
    return best[1]


def say(title: Title, language: Language) -> str:
    """The sentence in that language."""
    return title.zh if language == "zh-CN" else title.en


def _spoken(tag: str) -> Language | None:
    primary = tag.partition("-")[0].lower()
    if primary == "zh":
        return "zh-CN"
    return "en" if primary in {"en", "*"} else None


def _thousandths(quality: str | None) -> int:
    whole, _, decimals = (quality or "1").partition(".")
    return int(whole) * 1000 + int(decimals.ljust(3, "0"))
