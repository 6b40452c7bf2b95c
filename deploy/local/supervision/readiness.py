"""Asks a program whether it is ready, as an orchestrator would."""

import asyncio
import http.client
from typing import Final
from urllib.parse import urlsplit

ANSWER_TIMEOUT_S: Final = 2.0
POLL_INTERVAL_S: Final = 0.05


async def becomes_ready(url: str) -> None:
    """Return once `url` answers 200; the caller bounds the wait."""
    while True:
        if await asyncio.to_thread(answers_200, url):
            return
        await asyncio.sleep(POLL_INTERVAL_S)


def answers_200(url: str) -> bool:
    """Whether a GET is answered with 200 in time; any failure to answer is a no."""
    asked = urlsplit(url)
    connection = http.client.HTTPConnection(asked.netloc, timeout=ANSWER_TIMEOUT_S)
    try:
        connection.request("GET", asked.path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
