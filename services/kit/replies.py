"""From a use case's `Reply`, or a read of one versioned thing, to the response."""

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from services.kit.etags import etag_of, is_known
from services.kit.reply import Reply
from services.kit.schemas import ReadSchema


def response_of(reply: Reply) -> Response:
    """The HTTP response of `reply`, with ETag, Location and the mark of a replay."""
    headers = {
        "ETag": reply.etag,
        "Location": reply.location,
        "Idempotent-Replayed": "true" if reply.replayed else None,
    }
    return Response(
        content=reply.body,
        status_code=reply.status,
        headers={name: text for name, text in headers.items() if text is not None},
        media_type="application/json" if reply.body else None,
    )


@dataclass(frozen=True, slots=True)
class Versioned:
    """Answers reads of one thing with its ETag, or with 304 when the caller has that version."""

    if_none_match: str | None

    def __call__(self, read: ReadSchema, version: int, look: str | None = None) -> Response:
        """The response that shows `read` at `version`, and in which look of it."""
        etag = etag_of(version, look)
        headers = {"ETag": etag}
        if is_known(etag, self.if_none_match):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        body = read.model_dump_json().encode()
        return Response(content=body, headers=headers, media_type="application/json")
