"""One of the seeded users at the gateway, logged in with the password all of them have."""

from typing import Any, Self
from uuid import uuid4

import httpx

from gateway.dev_issuer.identities import demo_identities

Json = dict[str, Any]


class Refused(Exception):
    """An answer the story has no place for; the message is the problem as it was told."""

    def __init__(self, answer: httpx.Response) -> None:
        asked = f"{answer.request.method} {answer.request.url.path}"
        super().__init__(f"{asked} answered {answer.status_code}: {answer.text}")


class Caller:
    """Somebody with an access token. What is written goes under an idempotency key of its own."""

    def __init__(self, http: httpx.AsyncClient, name: str, token: str) -> None:
        self.name = name
        self._http = http
        self._bearer = {"Authorization": f"Bearer {token}"}

    @classmethod
    async def log_in(cls, http: httpx.AsyncClient, name: str) -> Self:
        """Log in. Raises Refused."""
        secret = demo_identities().secret
        form = {"grant_type": "password", "username": name, "password": secret}
        granted = _body(await http.post("/oauth/token", data=form))
        return cls(http, name, granted["access_token"])

    async def get(self, path: str, **query: str) -> Json:
        """Read. Raises Refused."""
        return _body(await self._get(path, query))

    async def listed(self, path: str, **query: str) -> list[Json]:
        """Read a list that is known to fit on a page. Raises Refused."""
        entries: list[Json] = (await self.get(path, **query))["data"]
        return entries

    async def file(self, path: str, **query: str) -> bytes:
        """Read what is not JSON. Raises Refused."""
        answer = await self._get(path, query)
        if not answer.is_success:
            raise Refused(answer)
        return answer.content

    async def post(self, path: str, body: Json | None = None, *, etag: str = "") -> Json:
        """Create or move something. Raises Refused."""
        return _body(await self._post(path, body, etag))

    async def refused(self, path: str, *, etag: str) -> Json:
        """The problem of a call that must not be taken. Raises Refused when it was."""
        answer = await self._post(path, None, etag)
        if answer.is_success:
            raise Refused(answer)
        problem: Json = answer.json()
        return problem

    async def upload(
        self, path: str, content: bytes, media_type: str, *, etag: str, **query: str
    ) -> Json:
        """Put a file. Raises Refused."""
        headers = self._bearer | {"Content-Type": media_type, "If-Match": etag}
        return _body(await self._http.put(path, content=content, params=query, headers=headers))

    async def version_of(self, path: str) -> str:
        """The ETag under which it stands now. Raises Refused."""
        answer = await self._get(path, {})
        if not answer.is_success:
            raise Refused(answer)
        return answer.headers["etag"]

    async def move(self, path: str, name: str, body: Json | None = None) -> Json:
        """Take something a step further, at the version it stands at. Raises Refused."""
        return await self.post(f"{path}/{name}", body, etag=await self.version_of(path))

    async def _get(self, path: str, query: dict[str, str]) -> httpx.Response:
        return await self._http.get(path, params=query or None, headers=self._bearer)

    async def _post(self, path: str, body: Json | None, etag: str) -> httpx.Response:
        if_match = {"If-Match": etag} if etag else {}
        headers = self._bearer | {"Idempotency-Key": uuid4().hex} | if_match
        return await self._http.post(path, json=body, headers=headers)


def _body(answer: httpx.Response) -> Json:
    if not answer.is_success:
        raise Refused(answer)
    body: Json = answer.json()
    return body
