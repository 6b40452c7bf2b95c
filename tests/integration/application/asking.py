"""Asking use cases as a route would, without the route."""

from typing import Any
from uuid import UUID, uuid4

from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.database import Sessions
from services.kit.etags import IfMatch
from services.kit.idempotency import Once
from services.kit.reply import Reply
from services.kit.roles import ROLE_SCOPES, Role
from tests.fixed_clock import FixedClock


def a_caller(role: Role, partner_id: UUID | None = None) -> Caller:
    """Somebody of this role nobody has met before."""
    subject = f"{role.value}-{uuid4().hex}"
    return Caller(
        subject, frozenset({role}), ROLE_SCOPES[role], partner_id, "svc:gateway", "req-of-a-test"
    )


def asked(
    caller: Caller, sessions: Sessions, *, clock: FixedClock | None = None, version: int = 1
) -> tuple[Ask[Any], list[Any]]:
    """An ask under a fresh key, and the list its result is put into."""
    results: list[Any] = []

    def render(result: Any) -> Reply:
        results.append(result)
        return Reply(201, b"{}")

    once: Once[Any] = Once(caller.principal, "POST /tests", uuid4().hex, b"", render)
    return Ask(caller, clock or FixedClock(), sessions, IfMatch(version), once), results
