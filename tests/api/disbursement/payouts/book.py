"""Our books beside the rail's: the invariants that must hold after anything that may happen."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from services.disbursement.payouts.applying import account_index
from services.kit.identifiers import uuid_of
from tests.api.signed_clients import RunningApp
from tests.integration.disbursement.rails.sandbox import Truth

# Several live payouts of one tranche.
C4 = """
    SELECT application_id FROM payouts
    WHERE kind = 'loan' AND status NOT IN ('failed', 'cancelled', 'returned')
    GROUP BY application_id, tranche HAVING count(*) > 1
    """
# Attempts under another key than their payout's, or begun after it had ended.
C22 = """
    SELECT payout_id FROM payout_attempts JOIN payouts USING (application_id, payout_id)
    WHERE payout_attempts.provider_key <> payouts.provider_key
        OR (status IN ('settled', 'failed', 'returned', 'cancelled')
            AND started_at > payouts.updated_at)
    """
# Entries that do not balance.
C1 = """
    SELECT entry_id FROM journal_lines GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0
    """
# What each kind of standing has on its way, with whom, and in suspense.
BALANCES = """
    SELECT account, sum(amount_minor)::bigint AS amount FROM journal_lines WHERE source_id = :id
    GROUP BY account HAVING sum(amount_minor) <> 0
    """


@dataclass(frozen=True)
class Books:
    """Our tables, and the rail's own truth."""

    service: RunningApp
    truth: Truth

    async def agree(self) -> None:
        """Assert every invariant that ours and the rail's can answer together."""
        for query in (C4, C22, C1):
            assert await self._rows(query) == []
        await self._c5_c6()

    async def balance_of(self, key: str) -> dict[str, int]:
        """What the accounts of one payout come to."""
        rows = await self._rows(BALANCES, id=uuid_of("pay", key))
        return {row.account: row.amount for row in rows}

    async def _c5_c6(self) -> None:
        """One transfer per key at most; what arrived here moved there, the same and nothing else.

        What is unknown, and what a person has been told of, may have moved.
        """
        moved = {line["key"]: line for line in self.truth.of("moved")}
        counted = Counter(line["key"] for line in self.truth.of("moved"))
        assert [key for key, times in counted.items() if times > 1] == []
        for key, line in moved.items():
            [row] = await self._rows("SELECT * FROM payouts WHERE provider_key = :key", key=key)
            if row.status in {"settled", "returned"}:
                assert (row.amount_minor, row.currency) == (line["amount"], line["currency"])
                assert row.account_index == account_index(line["number"], self.service.field_keys)
                assert row.settled_on.isoformat() == line["settled_on"]
            else:
                assert row.status in {"submitted", "unknown"} or await self._is_told(row)
        returned = {line["key"] for line in self.truth.of("returned")}
        for row in await self._ours():
            assert (row.status in {"settled", "returned"}) <= (row.provider_key in moved)
            assert (row.status == "returned") <= (row.provider_key in returned)

    async def _ours(self) -> list[Any]:
        keys = [line["key"] for line in self.truth.of("taken")]
        return await self._rows("SELECT * FROM payouts WHERE provider_key = ANY(:keys)", keys=keys)

    async def _is_told(self, row: Any) -> bool:
        kinds = await self._rows(
            "SELECT kind FROM payout_alerts WHERE payout_id = :id", id=row.payout_id
        )
        return bool(kinds)

    async def _rows(self, query: str, **values: Any) -> list[Any]:
        async with self.service.sessions() as session:
            return list(await session.execute(text(query), values))
