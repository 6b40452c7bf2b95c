"""Folding a loan anew writes the same lines again, and finds figures that were tampered with."""

from uuid import UUID

import pytest
from sqlalchemy import text

from services.kit.identifiers import uuid_of
from services.repayment.ledger.entry import BooksDiffer
from services.repayment.loans.use_cases.refold_loan import refold_loan
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, RunningApp, expect


@pytest.fixture
async def loan_id(neighbour: Client) -> UUID:
    """A loan whose money has arrived."""
    return uuid_of("loan", expect(await tell(neighbour, a_funding()), 200)["loan_id"])


async def kept(service: RunningApp, loan_id: UUID) -> list[tuple[object, ...]]:
    async with service.sessions() as session:
        rows = await session.execute(
            text("SELECT * FROM loan_lines WHERE loan_id = :loan ORDER BY from_day"),
            {"loan": loan_id},
        )
        return [tuple(row) for row in rows]


async def test_the_same_history_makes_the_same_lines(service: RunningApp, loan_id: UUID) -> None:
    before = await kept(service, loan_id)
    await refold_loan(loan_id, service.sessions, service.clock)
    assert await kept(service, loan_id) == before
    assert len(before) > 1


async def test_a_figure_that_history_does_not_bear_out_stops_it(
    service: RunningApp, loan_id: UUID
) -> None:
    async with service.sessions.begin() as session:
        await session.execute(
            text("UPDATE positions SET i_base = i_base + 1 WHERE loan_id = :loan"),
            {"loan": loan_id},
        )
    with pytest.raises(BooksDiffer):
        await refold_loan(loan_id, service.sessions, service.clock)
