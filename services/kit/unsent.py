"""Which failures of a call prove that nothing of it was sent, for whoever may then call again."""

from typing import Final

import aiohttp

# No connection came about. Every other failure may come after the last byte has left.
NOT_CONNECTED: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def was_never_sent(error: Exception) -> bool:
    """Whether a call that failed with `error` sent nothing at all.

    Of what httpx raises the cause is asked: its transport calls a connection that was lost half
    way `ConnectTimeout`, like one that was never made.
    """
    return isinstance(error.__cause__, NOT_CONNECTED)
