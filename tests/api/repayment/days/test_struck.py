"""F1, C13: a close of business is struck at a failpoint; the books end as if it had not been."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.failpoints import Deed
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.repayment.failpoints import RepaymentPoint
from tests.api.repayment.days.passing import DAY, close, ledger_of
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.paying import a_receipt, loan_of, pay
from tests.api.repayment.telling import LENT_MINOR, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.striking import DEEDS, striking

LAST_DUE = date(2026, 4, 9)
# Its kept lines end on one of the nights that are closed.
RUNS_OUT = "UPDATE positions SET refold_on = :day WHERE loan_id = :id"


@pytest.fixture
async def loans(neighbour: Client) -> list[str]:
    """Two loans of four weeks since 12 March."""
    return [expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"] for _ in range(2)]


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", RepaymentPoint, ids=lambda point: point.title)
async def test_f1_c13_a_close_that_is_struck_goes_on_from_there(
    point: RepaymentPoint,
    deed: Deed,
    service: RunningApp,
    maker: Client,
    client_for: ClientFor,
    loans: list[str],
) -> None:
    ending, running = loans
    await close(service)
    expect(await pay(maker, ending, a_receipt(2 * LENT_MINOR)), 201)
    service.advance(LAST_DUE - service.clock.today())
    waiting = expect(await pay(maker, running, a_receipt(500)), 201)
    assert waiting["status"] == "received"
    async with service.sessions.begin() as session:
        runs_out = {"day": LAST_DUE - 4 * DAY, "id": uuid_of("loan", running)}
        await session.execute(text(RUNS_OUT), runs_out)

    await striking(point, deed)(lambda: close(service))
    await close(service)

    assert (await loan_of(maker, ending))["status"] == "settled"
    path = f"/v1/loans/{running}/repayments/{waiting['id']}"
    assert expect(await maker.get(path), 200)["status"] == "posted"
    told: dict[str, Any] = expect(await client_for(Role.AUDITOR).get("/v1/ledger/invariants"), 200)
    assert [each for each in told["data"] if not each["ok"]] == []
    booked = await ledger_of(service)
    await close(service)
    assert await ledger_of(service) == booked
