"""A service's answer on its way back: checked, capped, streamed, its inner workings left out."""

import logging
from typing import Final

import aiohttp

from gateway.headers import returned
from gateway.visit import Visit
from services.kit.errors import BadGateway, TimedOut
from services.kit.problems import MEDIA_TYPE

WHOLE_MAX_BYTES: Final = 64 * 1024
RESPONSE_MAX_BYTES: Final = 64 * 1024 * 1024

_NOT_MODIFIED: Final = 304
_REDIRECTION: Final = range(300, 400)
_UNAUTHORIZED: Final = 401
_FIRST_ERROR: Final = 400
_BODILESS: Final = frozenset({204, _NOT_MODIFIED})

_log = logging.getLogger(__name__)


async def relay(response: aiohttp.ClientResponse, visit: Visit) -> None:
    """Give the caller a service's answer. Raises BadGateway or TimedOut before the head is out.

    After that a broken answer can only be cut off: the caller sees it end short.
    """
    try:
        _check(response)
        if response.status in _BODILESS or _length(response) <= WHOLE_MAX_BYTES:
            octets = await response.read()
            await visit.start(response.status, returned(response.raw_headers))
            await visit.body(octets)
        else:
            await _stream(response, visit)
    except TimeoutError as error:
        raise TimedOut from error
    except aiohttp.ClientError as error:
        raise BadGateway from error
    finally:
        response.release()


def _check(response: aiohttp.ClientResponse) -> None:
    """Refuse what a service of ours never says: it would show the caller what is inside."""
    status, is_problem = response.status, response.content_type == MEDIA_TYPE
    redirected = status in _REDIRECTION and status != _NOT_MODIFIED
    # A 401 here means that a service refused *our* token; the caller's was fine.
    if redirected or status == _UNAUTHORIZED or (status >= _FIRST_ERROR and not is_problem):
        _log.error("unusable answer from a service", extra={"status": status})
        response.close()
        raise BadGateway


def _length(response: aiohttp.ClientResponse) -> int:
    """Return the declared length; an unknown one counts as too long to wait for."""
    declared = response.content_length
    if declared is None:
        return WHOLE_MAX_BYTES + 1
    if declared > RESPONSE_MAX_BYTES:
        response.close()
        raise BadGateway
    return declared


async def _stream(response: aiohttp.ClientResponse, visit: Visit) -> None:
    await visit.start(response.status, returned(response.raw_headers))
    passed_bytes = 0
    async for piece in response.content.iter_any():
        passed_bytes += len(piece)
        if passed_bytes > RESPONSE_MAX_BYTES:
            response.close()
            raise BadGateway
        await visit.body(piece, more=True)
    await visit.body(b"")
