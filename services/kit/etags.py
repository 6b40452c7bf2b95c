"""Versions on the wire: a strong ETag is the row version in quotes, If-Match asks for one."""

import re
from dataclasses import dataclass
from typing import Final

from services.kit.errors import MalformedHeader, PreconditionFailed, PreconditionRequired, Title

_STRONG: Final = re.compile(r'"([1-9][0-9]{0,8})"', re.ASCII)


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The version the caller last read."""

    version: int


def etag_of(version: int) -> str:
    """The ETag of a row version: `"7"`, quotes included."""
    return f'"{version}"'


def parse_if_match(text: str) -> IfMatch:
    """One strong ETag of ours; raises `MalformedHeader` for weak, `*`, lists or anything else."""
    match = _STRONG.fullmatch(text)
    if match is None:
        raise MalformedHeader(
            Title(
                'If-Match takes one ETag as it was given, such as "3".',
                'If-Match 须为先前返回的一个 ETag，例如 "3"。',
            )
        )
    return IfMatch(int(match[1]))


def require_version(row_version: int, if_match: IfMatch | None) -> None:
    """Raise `PreconditionFailed` unless the row is still at the version the caller read."""
    if if_match is None:
        raise PreconditionRequired
    if if_match.version != row_version:
        raise PreconditionFailed


def is_known(version: int, if_none_match: str | None) -> bool:
    """Whether If-None-Match names this version: the caller has it already (RFC 9110 13.1.2)."""
    known = (tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(","))
    return any(tag in {"*", etag_of(version)} for tag in known)
