"""In sandbox mode each request first moves its process's clock to where the deployment's stands."""

from starlette.types import ASGIApp, Receive, Scope, Send

from services.kit.sandbox.follower import ClockFollower


class ClockFollowing:
    """ASGI middleware, innermost: its refusals are answered by the threshold around it."""

    def __init__(self, app: ASGIApp, *, follower: ClockFollower) -> None:
        self._app = app
        self._follower = follower

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Move the clock, then serve; raises `DatabaseUnavailable`."""
        if scope["type"] == "http":
            await self._follower.follow()
        await self._app(scope, receive, send)
