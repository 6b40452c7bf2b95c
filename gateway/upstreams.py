"""The services behind the door: fixed addresses, pooled connections, one attempt that counts."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from gateway.bodies import RequestBody
from services.kit.errors import BadGateway, TimedOut, Unavailable
from services.kit.unsent import NOT_CONNECTED

CONNECT_TIMEOUT_S: Final = 2
CONNECTIONS_MAX: Final = 1024
CONNECTIONS_PER_ADDRESS_MAX: Final = 256
READ_BUFFER_BYTES: Final = 64 * 1024
# Longer than an instance takes to stop once it has said that it will.
LEAVING_S: Final = 15


def client_session(idle_connection_s: float) -> aiohttp.ClientSession:
    """Return the process's one pooled client. It keeps no cookies and reads no environment.

    A connection that was not used for `idle_connection_s` seconds is not used again. That is less
    than the services' lameduck time, so we never write into a connection they are closing: it
    was used in that time and heard the goodbye, or it is too old.
    """
    connector = aiohttp.TCPConnector(
        limit=CONNECTIONS_MAX,
        limit_per_host=CONNECTIONS_PER_ADDRESS_MAX,
        keepalive_timeout=idle_connection_s,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        read_bufsize=READ_BUFFER_BYTES,
    )


@dataclass(slots=True)
class _Instance:
    """One address of a service; `leaving_until_s` is when we stop believing that it goes."""

    origin: URL
    leaving_until_s: float = 0.0


class Upstreams:
    """Sends a request to the next address in turn that takes the connection.

    An instance about to stop says `Connection: close` with its last answers; the others are asked
    from then on, so that nothing is on its way to it when it closes.
    """

    def __init__(
        self, http: aiohttp.ClientSession, addresses: Mapping[str, Sequence[str]], timeout_s: int
    ) -> None:
        self._http = http
        self._timeout_s = timeout_s
        self._usual_timeout = aiohttp.ClientTimeout(total=timeout_s, connect=CONNECT_TIMEOUT_S)
        self._time = asyncio.get_running_loop().time
        self._instances = {
            name: [_Instance(_origin(address)) for address in listed]
            for name, listed in addresses.items()
        }

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
        for instance in self._in_turn(service):
            origin = instance.origin
            pieces = whole if body.is_small else body.pieces()
            try:
                response = await self._http.request(
                    method,
                    URL.build(
                        scheme=origin.scheme, host=origin.host or "", port=origin.port,
                        path=target[0], query_string=target[1], encoded=True,
                    ),
                    data=pieces, headers=headers, allow_redirects=False,
                    skip_auto_headers=None if pieces is None else ("Content-Type",),
                    timeout=self._timeout(body),
                )  # fmt: skip
            except NOT_CONNECTED:  # the next address may be asked, whatever the method
                instance.leaving_until_s = 0.0  # it has gone; who answers there next is another
                continue
            except TimeoutError as error:
                raise body.failure or TimedOut() from error
            except (aiohttp.ClientError, ValueError) as error:
                raise body.failure or BadGateway() from error
            if response.headers.get("Connection", "").lower() == "close":
                instance.leaving_until_s = self._time() + LEAVING_S
            return response
        raise Unavailable

    def _in_turn(self, service: str) -> Sequence[_Instance]:
        """The instances, each first in its turn; the leaving come last, latest who said it last."""
        instances = self._instances[service]
        if len(instances) == 1:
            return instances
        instances.append(instances.pop(0))
        now_s = self._time()
        return sorted(instances, key=lambda each: max(each.leaving_until_s - now_s, 0.0))

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
