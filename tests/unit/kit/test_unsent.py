"""Only a connection that never came about proves that nothing was sent."""

import socket

import aiohttp
import httpx
import pytest
from aiohttp.client_reqrep import ConnectionKey

from services.kit.unsent import was_never_sent

NOBODY_THERE = aiohttp.ClientConnectorError(
    ConnectionKey(
        "rail",
        80,
        is_ssl=False,
        ssl=True,
        proxy=None,
        proxy_auth=None,
        proxy_headers_hash=None,
        server_hostname=None,
    ),
    OSError(111, "refused"),
)


def raised_for(cause: Exception | None) -> httpx.HTTPError:
    """What httpx raises, whatever the cause, when a connection breaks."""
    error = httpx.ConnectTimeout("no answer")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("cause", [NOBODY_THERE, aiohttp.ConnectionTimeoutError()])
def test_no_connection_came_about(cause: Exception) -> None:
    assert was_never_sent(raised_for(cause))


@pytest.mark.parametrize(
    "cause",
    [
        None,
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientConnectionResetError(),
        aiohttp.SocketTimeoutError(),
        socket.gaierror(),
    ],
    ids=repr,
)
def test_all_else_may_have_left(cause: Exception | None) -> None:
    assert not was_never_sent(raised_for(cause))
