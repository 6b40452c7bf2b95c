"""The last catch, below any framework."""

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from services.kit.threshold import Threshold

SCOPE: Scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


async def receive() -> Message:
    return {"type": "http.disconnect"}


async def call(error: Exception, *, has_begun: bool) -> list[Message]:
    sent: list[Message] = []

    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        if has_begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise error

    async def send(message: Message) -> None:
        sent.append(message)

    await Threshold(broken, concurrency_max=1)(SCOPE, receive, send)
    return sent


async def test_an_answer_that_has_begun_is_broken_off_and_not_continued() -> None:
    with pytest.raises(KeyError):
        await call(KeyError("x"), has_begun=True)


async def test_a_failure_before_the_answer_is_a_500() -> None:
    sent = await call(KeyError("x"), has_begun=False)
    assert sent[0]["status"] == 500


async def test_nobody_is_told_when_the_caller_has_gone() -> None:
    assert await call(ClientDisconnect(), has_begun=False) == []


async def test_room_is_given_back_after_every_failure() -> None:
    for _ in range(3):
        assert (await call(KeyError("x"), has_begun=False))[0]["status"] == 500
