"""The seeded users and clients of a development deployment: one for each role.

Beside them a deputy with two roles, to see that four eyes hold nonetheless. As each borrower
registers one person, there are as many as are wanted: borrower-<letters and digits> is one.
"""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from services.kit.roles import ROLE_SCOPES, Role

PUBLIC_CLIENT: Final = "xiaowei-web"  # a browser or a terminal: it can keep no secret
NEWCOMER: Final = re.compile(r"borrower-[a-z0-9]{1,32}", re.ASCII)
_FILE: Final = Path(__file__).parent / "identities.json"


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """Somebody a token can be issued for."""

    subject: str
    client_id: str
    roles: frozenset[Role]
    partner_id: UUID | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """Everything the roles carry; a request may ask for less."""
        return frozenset[str]().union(*(ROLE_SCOPES[role] for role in self.roles))


@dataclass(frozen=True, slots=True)
class DemoIdentities:
    """Users by name (password grant) and clients by id (client credentials); one shared secret."""

    secret: str
    users: Mapping[str, DemoIdentity]
    clients: Mapping[str, DemoIdentity]

    def user(self, username: str, password: str) -> DemoIdentity | None:
        """Return the user, None when name or password is wrong."""
        if not self._is_secret(password):
            return None
        return self.users.get(username) or _newcomer(username)

    def client(self, client_id: str, client_secret: str) -> DemoIdentity | None:
        """Return the client, None when id or secret is wrong."""
        return self.clients.get(client_id) if self._is_secret(client_secret) else None

    def _is_secret(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.secret.encode())


def _newcomer(username: str) -> DemoIdentity | None:
    if NEWCOMER.fullmatch(username) is None:
        return None
    return DemoIdentity(username, PUBLIC_CLIENT, frozenset({Role.BORROWER}))


def demo_identities() -> DemoIdentities:
    """Read the seeded identities."""
    seeded = json.loads(_FILE.read_text(encoding="utf-8"))
    return DemoIdentities(
        secret=seeded["password"],
        users={
            name: DemoIdentity(name, PUBLIC_CLIENT, frozenset(map(Role, roles)))
            for name, roles in seeded["users"].items()
        },
        clients={
            name: DemoIdentity(
                f"client-{name}",
                name,
                frozenset(map(Role, client["roles"])),
                UUID(client["partner"]) if client["partner"] else None,
            )
            for name, client in seeded["clients"].items()
        },
    )
