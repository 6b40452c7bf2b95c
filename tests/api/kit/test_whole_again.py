"""F22: a request whose transaction was lost is begun anew, whole, three times and no more."""

from uuid import UUID

import pytest

from services.kit.identifiers import typeid_of
from services.kit.whole_again import AGAIN_MAX, TransactionLost
from tests.api.kit.things import THING, knocking, things_app


@pytest.mark.parametrize(
    ("losses", "status"), [(0, 204), (1, 204), (AGAIN_MAX, 204), (AGAIN_MAX + 1, 503)]
)
async def test_f22_it_is_answered_as_if_nothing_had_been_lost(losses: int, status: int) -> None:
    app = things_app()
    left = [TransactionLost() for _ in range(losses)]
    app.state.breakages[UUID(int=5)] = left
    async with knocking(app, "olga") as olga:
        answer = await olga.post(f"/v1/things/{typeid_of(THING, UUID(int=5))}/breakages")
    assert answer.status_code == status, answer.text
    assert left == []
    if status == 503:
        assert (answer.json()["code"], "retry-after" in answer.headers) == (
            "database_unavailable",
            True,
        )
