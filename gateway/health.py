"""Is the whole house up: every process's own readiness, asked at most once a second."""

import asyncio
from collections.abc import Mapping
from typing import Final

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.pages import Page, computed

ASK_TIMEOUT_S: Final = 2
REMEMBERED_S: Final = 1

_OK: Final = 200
_NOT_READY: Final = 503


class Readiness:
    """Asks the readiness address of every configured process; with none configured we are ready."""

    def __init__(self, http: aiohttp.ClientSession, urls: Mapping[str, str]) -> None:
        self._http = http
        self._urls = urls
        self._asking = asyncio.Lock()
        self._answers: dict[str, str] = {}
        self._until_s = 0.0

    async def answers(self) -> Mapping[str, str]:
        """Return "ready" or what is wrong, by process."""
        async with self._asking:
            time_s = asyncio.get_running_loop().time()
            if time_s >= self._until_s:
                said = await asyncio.gather(*(self._ask(url) for url in self._urls.values()))
                self._answers = dict(zip(self._urls, said, strict=True))
                self._until_s = time_s + REMEMBERED_S
        return self._answers

    async def _ask(self, url: str) -> str:
        timeout = aiohttp.ClientTimeout(total=ASK_TIMEOUT_S)
        try:
            async with self._http.get(url, timeout=timeout, allow_redirects=False) as response:
                return "ready" if response.status == _OK else "not ready"
        except (aiohttp.ClientError, TimeoutError, OSError):
            return "not reachable"


def health_pages(readiness: Readiness) -> Mapping[str, Page]:
    """Return /healthz (we run) and /readyz (everybody does)."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        answers = await readiness.answers()
        is_ready = all(answer == "ready" for answer in answers.values())
        return JSONResponse(
            {"status": "ready" if is_ready else "not ready", "processes": dict(answers)},
            status_code=_OK if is_ready else _NOT_READY,
        )

    return {"/healthz": computed(alive), "/readyz": computed(ready)}
