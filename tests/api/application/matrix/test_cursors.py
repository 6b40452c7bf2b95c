"""Cursors opened by somebody else, in another list, with another filter, changed, and too late."""

from datetime import timedelta

import pytest

from services.kit.pagination import CURSOR_LIFE
from tests.api.application.matrix.builders import APPLICATION
from tests.api.matrix.operations import EVERYBODYS
from tests.api.matrix.queries import is_list
from tests.api.matrix.sending import Request, refused
from tests.api.signed_clients import ClientFor, RunningApp

LISTS = [operation for operation in APPLICATION.operations if is_list(operation)]


@pytest.fixture
async def cursor(client_for: ClientFor) -> str:
    """A cursor into the list of products, as an anonymous caller got it."""
    page = (await client_for(subject="anonymous").get("/v1/products", limit=1)).json()
    assert page["has_more"] is True
    return str(page["next_cursor"])


async def test_i17_a_cursor_is_its_callers_own(cursor: str, client_for: ClientFor) -> None:
    mine = await client_for(subject="anonymous").get("/v1/products", limit=1, cursor=cursor)
    assert mine.status_code == 200
    other = await client_for(subject="somebody-else").get("/v1/products", limit=1, cursor=cursor)
    assert refused(other, 400) is None, other.text


async def test_i17_a_cursor_keeps_its_filters(cursor: str, client_for: ClientFor) -> None:
    answer = await client_for(subject="anonymous").get("/v1/products", cursor=cursor, type="credit")
    assert refused(answer, 400) is None, answer.text


async def test_i17_a_cursor_of_one_list_opens_no_other(cursor: str, client_for: ClientFor) -> None:
    for operation in LISTS:
        if operation.path != "/v1/products" and operation.resource != EVERYBODYS:
            caller = client_for(operation.roles[0], subject="anonymous")
            request = Request(
                operation, APPLICATION.absent(operation.path_parameters), query={"cursor": cursor}
            )
            answer = await request.send(caller.http)
            assert refused(answer, 400) is None, f"{operation}: {answer.text}"


async def test_i17_a_changed_cursor_is_refused(cursor: str, client_for: ClientFor) -> None:
    caller = client_for(subject="anonymous")
    for place in range(0, len(cursor), 7):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        answer = await caller.get("/v1/products", cursor=changed)
        assert refused(answer, 400) is None, f"{place}: {answer.text}"


async def test_i17_a_cursor_grows_old(
    cursor: str, client_for: ClientFor, service: RunningApp
) -> None:
    service.clock.advance(CURSOR_LIFE + timedelta(seconds=1))
    answer = await client_for(subject="anonymous").get("/v1/products", cursor=cursor)
    assert refused(answer, 400) is None, answer.text
