"""C7: what left the rail and stayed away is what our books paid: to loans, and back as refunds."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import text

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import Snapshot

_PAID: Final = text(
    """
    SELECT provider_key AS key, currency, amount_minor, status FROM disbursement.payouts
    WHERE status IN ('settled', 'returned')
    """
)
_FUNDED: Final = text(
    """
    SELECT currency, sum(amount_minor)::bigint FROM (
        SELECT came.currency, came.amount_minor
        FROM repayment.loan_transactions came
        WHERE came.kind = 'disbursed' AND NOT EXISTS (
            SELECT FROM repayment.loan_transactions back
            WHERE back.loan_id = came.loan_id AND back.reverses = came.reference)
        UNION ALL
        SELECT currency, amount_minor FROM repayment.proposals
        WHERE kind = 'refund' AND status = 'paid'
    ) AS gone
    GROUP BY currency
    """
)


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    paid, known = await _paid(snapshot)
    funded: Counter[str] = Counter()
    for currency, amount_minor in (await snapshot.session.execute(_FUNDED)).all():
        funded[currency] = amount_minor
    for currency in sorted({*paid, *funded}):
        if paid[currency] != funded[currency]:
            fault = f"{paid[currency]} were paid out and loans and refunds have {funded[currency]}"
            yield Breach(currency, fault)
    if snapshot.outside.transfers is not None:
        moved = _moved(snapshot, known)
        for currency in sorted({*paid, *moved}):
            if paid[currency] != moved[currency]:
                fault = f"{paid[currency]} were paid out and {moved[currency]} left the rail"
                yield Breach(currency, fault)


async def _paid(snapshot: Snapshot) -> tuple[Counter[str], set[str]]:
    """What arrived and did not come back, per currency, and the keys we know the end of."""
    paid: Counter[str] = Counter()
    known: set[str] = set()
    for row in (await snapshot.session.execute(_PAID)).all():
        known.add(row.key)
        if row.status == "settled":
            paid[row.currency] += row.amount_minor
    return paid, known


def _moved(snapshot: Snapshot, known: set[str]) -> Counter[str]:
    """What left the rail and did not come back, of the keys we know the end of.

    What we do not know the end of, or somebody is looking at, is C6's.
    """
    moved: Counter[str] = Counter()
    for line in snapshot.outside.transfers or ():
        if line["key"] in known and line["event"] in {"moved", "returned"}:
            moved[line["currency"]] += line["amount"] * (1 if line["event"] == "moved" else -1)
    return moved


INVARIANT: Final = Invariant(
    7, "What left the rail and stayed away is what loans were paid and refunds gave back", _search
)
