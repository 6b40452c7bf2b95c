"""C1: every entry of the books balances, in each currency."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_UNBALANCED: Final = """
    WITH lines AS (
        SELECT 'disbursement' AS books, source_id, entry_id, currency, amount_minor
        FROM disbursement.journal_lines
        UNION ALL
        SELECT 'repayment', source_id, entry_id, currency, amount_minor
        FROM repayment.journal_lines
    )
    SELECT books || ' ' || entry_id, 'is off by ' || sum(amount_minor) || ' ' || currency
    FROM lines GROUP BY books, source_id, entry_id, currency HAVING sum(amount_minor) <> 0
    """

INVARIANT: Final = Invariant(
    1, "Debits and credits of each entry are the same, in each currency", found_by(_UNBALANCED)
)
