"""One path, one spelling: what is not plainly written is refused, never repaired.

A server and a proxy that normalise differently authorise one path and act on another. Every
identifier and code we publish is made of unreserved characters, so a path needs no escapes at all.
"""

import re
from typing import Final

from gateway.refusals import CredentialInUrl, PathNotCanonical, QueryMalformed

PATH_MAX_BYTES: Final = 1024
QUERY_MAX_BYTES: Final = 2048
_CANONICAL: Final = re.compile(rb"(?:/[A-Za-z0-9_.~-]+)+/?|/")
_DOTS: Final = frozenset({".", ".."})
_QUERY: Final = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\[\]-]|%[0-9A-Fa-f]{2})*")
_CREDENTIAL: Final = re.compile(
    rb"(?:^|&)(?:access_token|id_token|refresh_token|token|bearer|authorization|jwt|api_?key"
    rb"|client_secret|password)=",
    re.IGNORECASE,
)


def canonical_segments(raw_path: bytes) -> tuple[str, ...]:
    """Split a canonical path into its segments; a trailing slash gives a last empty one.

    Raises PathNotCanonical for escapes, dot segments, empty segments, `\\`, `;` and the like.
    """
    if len(raw_path) > PATH_MAX_BYTES or _CANONICAL.fullmatch(raw_path) is None:
        raise PathNotCanonical
    segments = tuple(raw_path.decode("ascii").split("/")[1:])
    if not _DOTS.isdisjoint(segments):
        raise PathNotCanonical
    return segments


def checked_query(query: bytes) -> str:
    """Return the query as it was sent. Raises QueryMalformed or CredentialInUrl."""
    if not query:
        return ""
    if len(query) > QUERY_MAX_BYTES or _QUERY.fullmatch(query) is None:
        raise QueryMalformed
    if _CREDENTIAL.search(query):
        raise CredentialInUrl
    return query.decode("ascii")
