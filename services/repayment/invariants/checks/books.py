"""The books: entries balance, nights are closed in order, and the ledger says what loans say."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import Title
from services.repayment.invariants.checks.check import Breach, Check, found_by
from services.repayment.ledger import entry as ledger
from services.repayment.loans import entry as loans
from services.repayment.positions import entry as positions

FOLDED_MAX: Final = 200

_UNBALANCED: Final = """
    SELECT entry_id, 'debits and credits in ' || currency || ' differ by ' || sum(amount_minor)
    FROM journal_lines GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0
"""
_TRIAL_BALANCE: Final = """
    SELECT 'all accounts in ' || currency, 'do not come to nothing, but to ' || sum(amount_minor)
    FROM journal_lines GROUP BY currency HAVING sum(amount_minor) <> 0
"""
_THIN: Final = """
    SELECT entry.entry_id, 'has ' || count(line.line_no) || ' lines'
    FROM journal_entries AS entry LEFT JOIN journal_lines AS line USING (source_id, entry_id)
    GROUP BY entry.source_id, entry.entry_id HAVING count(line.line_no) < 2
"""
_GAPS: Final = """
    WITH nights AS (
        SELECT shard, opening, lead(opening) OVER (PARTITION BY shard ORDER BY opening) AS next
        FROM shard_closings
    )
    SELECT 'shard ' || shards.shard,
        CASE WHEN nights.next IS NULL
            THEN 'stands at ' || shards.accrued_to || ', its last night made ' || nights.opening
            ELSE 'no night made ' || nights.opening + 1 END
    FROM nights JOIN shards USING (shard)
    WHERE coalesce(nights.next, shards.accrued_to + 1) <> nights.opening + 1
"""
_LEDGER: Final = text(
    """
    SELECT coalesce(dimensions ->> 'product', ''), currency, account, sum(amount_minor)::bigint
    FROM journal_lines GROUP BY 1, 2, 3
    """
)


async def _differences(session: AsyncSession) -> AsyncIterator[Breach]:
    """The ledger less what the loans come to, per product, currency and account."""
    left: Counter[tuple[str, str, str]] = Counter()
    for product, currency, account, amount in (await session.execute(_LEDGER)).all():
        left[product, currency, account] += amount
    for each in await positions.standings(session):
        said = ledger.said_of(each.quantities, is_accruing=each.is_accruing)
        for account, amount in said.items():
            left[each.product_code, each.currency, account.value] -= amount
    for (product, currency, account), amount in sorted(left.items()):
        if amount:
            place = f"{account} of {product} in {currency}"
            yield Breach(place, f"the ledger says {amount} more than the loans")


async def _kept_otherwise(session: AsyncSession) -> AsyncIterator[Breach]:
    for loan_id in await loans.standing_otherwise(session, FOLDED_MAX):
        yield Breach(str(loan_id), "is kept otherwise than its history makes it")


async def _third(session: AsyncSession) -> AsyncIterator[Breach]:
    for search in (_differences, _kept_otherwise):
        async for breach in search(session):
            yield breach


BOOKS: Final = (
    Check(
        1,
        Title("Each entry balances in each currency", "每笔分录按币种借贷平衡"),
        found_by(_UNBALANCED),
    ),
    Check(
        2,
        Title(
            "All accounts together come to nothing, and each entry has two lines or more",
            "试算平衡，且每笔分录至少两行",
        ),
        found_by(_TRIAL_BALANCE, _THIN),
    ),
    Check(
        3,
        Title(
            "The ledger says of each product what its loans come to, and the loans changed last"
            f" ({FOLDED_MAX} of them) are kept as their history makes them",
            f"总账与贷款明细账一致，最近变更的 {FOLDED_MAX} 笔贷款与其交易历史一致",
        ),
        _third,
    ),
    Check(
        25,
        Title("Each shard's nights are closed one after the other", "各分片逐日结账，无缺日"),
        found_by(_GAPS),
    ),
)
