"""C2: an entry has two lines or more, each on one side of an account of the chart."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_LINES: Final = """
    SELECT 'disbursement' AS books, source_id, entry_id, account, currency, amount_minor
    FROM disbursement.journal_lines
    UNION ALL
    SELECT 'repayment', source_id, entry_id, account, currency, amount_minor
    FROM repayment.journal_lines
    """
_TRIAL_BALANCE: Final = f"""
    WITH lines AS ({_LINES})
    SELECT books || ' ' || currency, 'the trial balance is off by ' || sum(amount_minor)
    FROM lines GROUP BY books, currency HAVING sum(amount_minor) <> 0
    """  # noqa: S608 - from our own constant
_HALVES: Final = f"""
    WITH lines AS ({_LINES}), entries AS (
        SELECT 'disbursement' AS books, source_id, entry_id FROM disbursement.journal_entries
        UNION ALL
        SELECT 'repayment', source_id, entry_id FROM repayment.journal_entries
    )
    SELECT entries.books || ' ' || entries.entry_id, 'has ' || count(lines.account) || ' lines'
    FROM entries LEFT JOIN lines USING (books, source_id, entry_id)
    GROUP BY entries.books, entries.source_id, entries.entry_id HAVING count(lines.account) < 2
    """  # noqa: S608 - from our own constant
_STRANGERS: Final = f"""
    WITH lines AS ({_LINES}), chart AS (
        SELECT 'disbursement' AS books, code FROM disbursement.ledger_accounts
        UNION ALL
        SELECT 'repayment', code FROM repayment.ledger_accounts
    )
    SELECT DISTINCT books || ' ' || entry_id, 'names the account ' || account FROM lines
    WHERE NOT EXISTS (SELECT FROM chart
        WHERE chart.books = lines.books AND chart.code = lines.account)
    """  # noqa: S608 - from our own constant

INVARIANT: Final = Invariant(
    2,
    "Books come to nothing in each currency; entries are whole and name accounts of the chart",
    found_by(_TRIAL_BALANCE, _HALVES, _STRANGERS),
)
