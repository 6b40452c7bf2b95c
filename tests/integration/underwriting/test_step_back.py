"""A schema that steps back keeps what was decided last."""

from uuid import uuid4

import asyncpg

from services.kit import alembic_runner
from tests.integration.kit.test_migrations import connected, scratch
from tests.postgres_run import Addresses

__all__ = ["scratch"]

BEFORE_WEIGHINGS = "0008"
A_CASE = """
    INSERT INTO underwriting.cases (case_id, application_id, status, submission, owner, party_id,
        borrower_index, mobile_index, customer_type, product_code, product_type, amount_minor,
        currency, term_months, method)
    VALUES ($1, $1, 'in_review', 1, 'somebody', $1, '\\x01', '\\x01', 'micro_owner', 'PROPERTY',
        'collateral', 1, 'CNY', 12, 'level_instalment')
"""
A_DECISION = """
    INSERT INTO underwriting.decisions (decision_id, case_id, submission, weighing, kind, outcome,
        currency, authority, reasons, conditions, rulebook_version, snapshot, snapshot_sha256,
        answer, answer_sha256, decided_by)
    VALUES (gen_random_uuid(), $1, $2, $3, $4, 'declined', 'CNY', 'level_2', '["x"]', '[]',
        '2026.1', '{}', '', '{}', '', 'system:assessment')
"""


async def test_of_what_was_decided_again_the_latest_stands(scratch: Addresses) -> None:
    url, case_id = scratch.owner_url("underwriting"), uuid4()
    async with connected(url) as owner:
        await owner.execute(A_CASE, case_id)
        for said in (
            (1, 1, "automatic"),
            (1, 2, "automatic"),
            (1, 2, "manual"),
            (2, 1, "automatic"),
        ):
            await owner.execute(A_DECISION, case_id, *said)
        latest = await kept(owner, "weighing = 2 OR submission = 2")
    await alembic_runner.downgrade("underwriting", url, BEFORE_WEIGHINGS)
    async with connected(url) as owner:
        assert await kept(owner, "true") == latest
    await alembic_runner.upgrade("underwriting", url)


async def kept(owner: asyncpg.Connection, condition: str) -> set[str]:
    """Which decisions there are, of those that fit."""
    rows = await owner.fetch(f"SELECT decision_id FROM underwriting.decisions WHERE {condition}")
    return {str(row["decision_id"]) for row in rows}
