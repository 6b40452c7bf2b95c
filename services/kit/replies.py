"""From a use case's `Reply` to the response that carries it."""

from starlette.responses import Response

from services.kit.reply import Reply


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
