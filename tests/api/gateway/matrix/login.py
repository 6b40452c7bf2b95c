"""A caller of a service, as the same person who has logged in and asks through the gateway."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import httpx
from typing_extensions import override

from services.kit.caller import ANONYMOUS_SUBJECT
from tests.api.gateway.stand import Stand
from tests.api.signed_clients import Client, Credentials


@dataclass
class Login(httpx.Auth):
    """Gives each request a token of the issuer's; nobody in particular has none."""

    stand: Stand
    credentials: Credentials

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Log in as whom the service knows by these credentials."""
        if self.credentials.subject != ANONYMOUS_SUBJECT:
            token = self.stand.token(
                sub=self.credentials.subject,
                roles=sorted(role.value for role in self.credentials.roles),
                scope=" ".join(sorted(self.credentials.scopes)),
            )
            request.headers["Authorization"] = f"Bearer {token}"
        yield request


def through(stand: Stand, wire: httpx.AsyncBaseTransport, client: Client) -> Client:
    """The same caller at the gateway, on a wire that is all callers'."""
    assert client.credentials.signer == "gateway", "neighbours do not come this way"
    auth = Login(stand, client.credentials)
    http = httpx.AsyncClient(base_url=stand.address, auth=auth, transport=wire, timeout=30)
    return replace(client, http=http)
