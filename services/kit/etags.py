"""Versions on the wire: a strong ETag is the row version in quotes, If-Match asks for one.

What shows more than its row, such as figures that grow by the day, tells its looks apart after a
dot: `"7.3-20260331"`. If-Match asks for the version alone.
"""

import re
from dataclasses import dataclass
from typing import Final

from services.kit.errors import MalformedHeader, PreconditionFailed, PreconditionRequired, Title

IF_NONE_MATCH_LENGTH_MAX: Final = 1000
IF_MATCH_PATTERN: Final = r'"[1-9][0-9]{0,8}(\.[0-9-]{1,24})?"'
_STRONG: Final = re.compile(r'"([1-9][0-9]{0,8})(?:\.[0-9-]{1,24})?"', re.ASCII)


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The version the caller last read."""

    version: int


def etag_of(version: int, look: str | None = None) -> str:
    """The ETag of a row version, quotes included: `"7"`; with a look of it `"7.3-20260331"`.

    A look is up to 24 digits and hyphens.
    """
    return f'"{version}"' if look is None else f'"{version}.{look}"'


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


def is_known(etag: str, if_none_match: str | None) -> bool:
    """Whether If-None-Match names this ETag: the caller has it already (RFC 9110 13.1.2)."""
    known = (tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(","))
    return any(tag in {"*", etag} for tag in known)
