"""The gateway as a service of its own: operations it answers itself, behind the one door.

They come in the form of any service's, so that contract, body, refusals and reference are those
of the kit; who calls was found out at the door.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from gateway.sandbox.clock import DeploymentClock
from gateway.sandbox.routes import router
from gateway.settings import GatewaySettings
from gateway.tokens import Identity
from services.kit import telemetry
from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.http import ServiceClient
from services.kit.internal_tokens import GATEWAY, InternalSigner
from services.kit.openapi import document
from services.kit.refusals import EXCEPTION_HANDLERS

NAME: Final = "gateway"
_IDENTITY: Final = "xiaowei.identity"


class OwnService:
    """Answers the operations of `contract`."""

    def __init__(self, settings: GatewaySettings, signer: InternalSigner, clock: Clock) -> None:
        self._settings = settings
        self._signer = signer
        self._clock = clock
        self._app = FastAPI(
            title="Xiaowei gateway",
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            exception_handlers=EXCEPTION_HANDLERS,
        )
        self._app.state.authenticator = _at_the_door
        self._app.include_router(router)
        self.contract: Mapping[str, Any] = document(self._app)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Hold a client for each service until the end of the block."""
        async with AsyncExitStack() as opened:
            clients = {
                name: await opened.enter_async_context(
                    ServiceClient(
                        name,
                        self._settings.upstreams[name][0],
                        self._signer,
                        timeout_s=self._settings.upstream_timeout_s,
                    )
                )
                for name in self._settings.contracts
            }
            self._app.state.deployment_clock = DeploymentClock(clients, self._clock)
            yield

    async def serve(self, identity: Identity, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that has passed the door."""
        # The server leaves the body out of an answer to HEAD.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._app({**scope, "method": method, _IDENTITY: identity}, receive, send)


async def _at_the_door(request: Request, _route_template: str) -> Caller:
    identity: Identity = request.scope[_IDENTITY]
    return Caller(
        subject=identity.subject,
        roles=identity.roles,
        scopes=identity.scopes,
        partner_id=identity.partner_id,
        acting_service=GATEWAY,
        request_id=telemetry.current().request_id,
    )
