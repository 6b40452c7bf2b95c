"""Receipts: what happens when the database no longer holds a channel's name to one receipt."""

import asyncpg
import pytest

from tests.api.repayment.receipts import test_receive_repayment
from tests.api.signed_clients import Client
from tests.mutants.planting import RED
from tests.postgres_run import Addresses

DROPPED = "ALTER TABLE repayment.receipt_names DROP CONSTRAINT pk_receipt_names CASCADE"


async def test_a_unique_key_that_was_dropped_is_seen(
    maker: Client, weekly: str, loan_id: str, own_database: Addresses
) -> None:
    seen_by = test_receive_repayment.test_c6_one_name_pays_one_loan
    await seen_by(maker, weekly, loan_id)
    owner = await asyncpg.connect(own_database.owner_url("repayment"))
    await owner.execute(DROPPED)
    await owner.close()
    with pytest.raises(RED):
        await seen_by(maker, weekly, loan_id)
