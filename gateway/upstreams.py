"""The services behind the door: fixed addresses, pooled connections, one attempt that counts."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from gateway.bodies import RequestBody
from services.kit.errors import BadGateway, TimedOut, Unavailable

CONNECT_TIMEOUT_S: Final = 2
CONNECTIONS_MAX: Final = 1024
CONNECTIONS_PER_ADDRESS_MAX: Final = 256
# Below the services' own keep-alive, so that we never write into a connection they are closing.
IDLE_CONNECTION_S: Final = 15
READ_BUFFER_BYTES: Final = 64 * 1024

# Nothing was sent: the next address may be asked, whatever the method.
_NOT_CONNECTED: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def client_session() -> aiohttp.ClientSession:
    """Return the process's one pooled client. It keeps no cookies and reads no environment."""
    connector = aiohttp.TCPConnector(
        limit=CONNECTIONS_MAX,
        limit_per_host=CONNECTIONS_PER_ADDRESS_MAX,
        keepalive_timeout=IDLE_CONNECTION_S,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        read_bufsize=READ_BUFFER_BYTES,
    )


class Upstreams:
    """Sends a request to the first address of a service that takes the connection."""

    def __init__(
        self, http: aiohttp.ClientSession, addresses: Mapping[str, Sequence[str]], timeout_s: int
    ) -> None:
        self._http = http
        self._timeout_s = timeout_s
        self._usual_timeout = aiohttp.ClientTimeout(total=timeout_s, connect=CONNECT_TIMEOUT_S)
        self._origins = {name: [_origin(address) for address in listed]
                         for name, listed in addresses.items()}  # fmt: skip

    async def send(
        self,
        service: str,
        method: str,
        target: tuple[str, str],
        headers: CIMultiDict[str],
        body: RequestBody,
    ) -> aiohttp.ClientResponse:
        """Send and return the response's head, the body still unread. `target` is path and query.

        Raises Unavailable (nothing was sent), TimedOut or BadGateway, or the body's own failure.
        A request is never sent twice once its bytes may have left, unless the method is idempotent
        and the pooled connection turned out to be dead (RFC 9110 9.2.2).
        """
        whole = await body.whole() if body.is_small else None
        for origin in self._origins[service]:
            pieces = whole if body.is_small else body.pieces()
            try:
                return await self._http.request(
                    method,
                    URL.build(
                        scheme=origin.scheme, host=origin.host or "", port=origin.port,
                        path=target[0], query_string=target[1], encoded=True,
                    ),
                    data=pieces, headers=headers, allow_redirects=False,
                    skip_auto_headers=None if pieces is None else ("Content-Type",),
                    timeout=self._timeout(body),
                )  # fmt: skip
            except _NOT_CONNECTED:
                continue
            except TimeoutError as error:
                raise body.failure or TimedOut() from error
            except (aiohttp.ClientError, ValueError) as error:
                raise body.failure or BadGateway() from error
        raise Unavailable

    def _timeout(self, body: RequestBody) -> aiohttp.ClientTimeout:
        if body.is_small:
            return self._usual_timeout
        total_s = self._timeout_s + body.patience_s
        return aiohttp.ClientTimeout(total=total_s, connect=CONNECT_TIMEOUT_S)


def _origin(address: str) -> URL:
    parts = urlsplit(address)
    default_port = 443 if parts.scheme == "https" else 80
    return URL.build(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port or default_port
    )
