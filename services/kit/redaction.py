"""Keeping personal data and secrets out of the logs, by the name of a member and by its look."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from typing import Final
from uuid import UUID

REDACTED: Final = "[redacted]"
TEXT_LENGTH_MAX: Final = 2_000
DEPTH_MAX: Final = 6
NAMES_REMEMBERED_MAX: Final = 1_024
ITEMS_MAX: Final = 50

SENSITIVE_WORDS: Final = frozenset(
    {
        *("name", "surname", "identity", "ric", "uscc", "passport", "birth", "mobile", "phone"),
        *("telephone", "card", "iban", "account", "address", "email", "authorization", "token"),
        *("jwt", "password", "passphrase", "secret", "cookie", "credential", "credentials"),
        *("cursor", "signature", "assertion", "body", "query", "params", "headers"),
    }
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", re.ASCII)

_ALONE: Final = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
_PATTERNS: Final = (
    re.compile(_ALONE.format(r"[0-9]{17}[0-9Xx]"), re.ASCII),  # resident identity number
    re.compile(_ALONE.format(r"(?:\+?86[ -]?)?1[3-9][0-9]{9}"), re.ASCII),  # mobile
    re.compile(_ALONE.format(r"(?:[0-9][ -]?){12,18}[0-9]"), re.ASCII),  # bank card
    re.compile(r"eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?", re.ASCII),  # JWT
    re.compile(r"(?<=Bearer )[^\s\"']+", re.ASCII | re.IGNORECASE),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)", re.ASCII),  # user and password of an URL
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII),  # e-mail
)

_PLAIN: Final = (UUID, date, time, timedelta, PurePath, Decimal)

# What each pattern needs somewhere: most texts have none of it and are let through at once.
_HINT: Final = re.compile(r"(?:[0-9][ -]?){4}|eyJ|@|bearer", re.ASCII | re.IGNORECASE)

# Ours by form, made of digits and letters that a pattern could take for something else.
_TRUSTED: Final = frozenset(
    {
        *("timestamp", "trace_id", "duration_ms", "status", "level", "event_id", "seal"),
        *("logger", "service", "method", "route"),
    }
)


def redact(members: Mapping[str, object]) -> dict[str, object]:
    """`members` with everything sensitive replaced, at any depth."""
    return {name: _member(name, value, DEPTH_MAX) for name, value in members.items()}


def redact_text(text: str) -> str:
    """`text` with numbers and tokens that look personal or secret replaced, cut to a length."""
    text = text[:TEXT_LENGTH_MAX]
    if not _HINT.search(text):
        return text
    for pattern in _PATTERNS:
        text = pattern.sub(REDACTED, text)
    return text


def _member(name: str, value: object, depth: int) -> object:
    if name in _TRUSTED and isinstance(value, str | int | float):
        return value
    if is_sensitive(name):
        return REDACTED
    return _value(value, depth)


@lru_cache(maxsize=NAMES_REMEMBERED_MAX)
def is_sensitive(name: str) -> bool:
    """Whether a member of this name may hold personal data or a secret."""
    return any(word.lower() in SENSITIVE_WORDS for word in _WORD.findall(name))


def _value(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return redact_text(value)
    if depth == 0:
        return REDACTED
    if isinstance(value, Mapping):
        pairs = list(value.items())[:ITEMS_MAX]
        return {str(name): _member(str(name), item, depth - 1) for name, item in pairs}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(item, depth - 1) for item in list(value)[:ITEMS_MAX]]
    return redact_text(str(value)) if isinstance(value, _PLAIN) else type(value).__name__
