"""What a use case answers: bytes ready to send, kept and replayed as they are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """A rendered answer.

    `status` is the HTTP status, `body` the JSON bytes (empty for none), `etag` the quoted
    validator, `location` the path of what was created; `replayed` marks an earlier answer.
    """

    status: int
    body: bytes
    etag: str | None = None
    location: str | None = None
    replayed: bool = False
