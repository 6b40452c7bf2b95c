"""One request being answered: what is known of it so far, and the one way out to the caller."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.headers import allow_header
from gateway.knock import Knock
from gateway.limits import Allowance, TooOften
from gateway.refusals import TokenRequired
from gateway.route_table import Operation
from services.kit.errors import DomainError, Fault, InsufficientScope
from services.kit.languages import negotiate
from services.kit.problems import MEDIA_TYPE, STATUS_OF, problem_document

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Fields = list[tuple[bytes, bytes]]

_NOSNIFF: Final = (b"x-content-type-options", b"nosniff")
_NO_STORE: Final = (b"cache-control", b"no-store")
_NO_REFERRER: Final = (b"referrer-policy", b"no-referrer")


@dataclass(slots=True)
class Visit:
    """A request on its way through the checks, and its answer."""

    knock: Knock
    send: Send
    operation: Operation | None = None
    allowance: Allowance | None = None
    client_id: str = "-"
    status: int = 0
    is_last: bool = False  # the connection cannot be used again: its request was not read

    @property
    def has_started(self) -> bool:
        """Whether the answer's head is out, so that no other answer can be given."""
        return self.status != 0

    async def start(self, status: int, fields: Fields) -> None:
        """Send the head of the answer with the fields every answer has."""
        self.status = status
        fields.append((b"x-request-id", self.knock.context.request_id.encode("ascii")))
        fields.append(_NOSNIFF)
        fields.append(_NO_REFERRER)
        if not any(name == b"cache-control" for name, _ in fields):
            fields.append(_NO_STORE)
        if self.is_last:
            fields.append((b"connection", b"close"))
        if self.allowance is not None:
            fields.extend(self.allowance.headers())
        await self.send({"type": "http.response.start", "status": status, "headers": fields})

    async def body(self, octets: bytes, *, more: bool = False) -> None:
        """Send a piece of the body, the last one unless `more`."""
        await self.send({"type": "http.response.body", "body": octets, "more_body": more})

    async def page_send(self, message: Message) -> None:
        """Let a page of our own answer, with our fields on its head."""
        if message["type"] == "http.response.start":
            await self.start(message["status"], list(message["headers"]))
        else:
            await self.send(message)

    async def refuse(self, error: DomainError) -> None:
        """Answer with the problem document of `error`, in the caller's language."""
        language = negotiate(self.knock.header(b"accept-language"))
        request_id = self.knock.context.request_id
        document = problem_document(error, language=language, request_id=request_id)
        octets = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        if isinstance(error, TooOften):
            self.allowance = error.allowance
        fields = [
            (b"content-type", MEDIA_TYPE.encode("ascii")),
            (b"content-length", str(len(octets)).encode("ascii")),
            (b"content-language", language.encode("ascii")),
            (b"vary", b"Accept-Language"),
            *self._fields_of(error),
        ]
        await self.start(STATUS_OF[error.fault], fields)
        await self.body(octets)

    def _fields_of(self, error: DomainError) -> Fields:
        fields: Fields = []
        if error.retry_after_s is not None:
            fields.append((b"retry-after", str(error.retry_after_s).encode("ascii")))
        if error.fault is Fault.METHOD_NOT_ALLOWED:
            allowed = error.extra.get("allow")
            fields.append(allow_header(allowed if isinstance(allowed, list) else []))
        challenge = self._challenge(error)
        if challenge is not None:
            fields.append((b"www-authenticate", challenge.encode("ascii")))
        return fields

    def _challenge(self, error: DomainError) -> str | None:
        """The WWW-Authenticate value of RFC 6750 3, without an error when nothing was sent."""
        if isinstance(error, TokenRequired):
            return 'Bearer realm="xiaowei"'
        if error.fault is Fault.UNAUTHENTICATED:
            return 'Bearer realm="xiaowei", error="invalid_token"'
        if isinstance(error, InsufficientScope) and self.operation is not None:
            return f'Bearer error="insufficient_scope", scope="{self.operation.scope}"'
        return None
