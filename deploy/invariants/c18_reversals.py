"""C18: a reversal takes back one transaction that was there before, whole."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_REVERSALS: Final = """
    SELECT back.loan_id || ' ' || back.reference, CASE
        WHEN taken.loan_id IS NULL THEN 'takes back what is not there'
        WHEN taken.sequence > back.sequence THEN 'takes back what came later'
        WHEN taken.kind = 'reversed' THEN 'takes back a reversal'
        ELSE 'takes back another amount' END
    FROM repayment.loan_transactions AS back
    LEFT JOIN repayment.loan_transactions AS taken
        ON taken.loan_id = back.loan_id AND taken.reference = back.reverses
    WHERE back.kind = 'reversed' AND (taken.loan_id IS NULL OR taken.sequence > back.sequence
        OR taken.kind = 'reversed'
        OR (taken.amount_minor, taken.currency) <> (back.amount_minor, back.currency))
    """
_TWICE: Final = """
    SELECT loan_id || ' ' || reverses, 'was taken back ' || count(*) || ' times'
    FROM repayment.loan_transactions WHERE kind = 'reversed'
    GROUP BY loan_id, reverses HAVING count(*) > 1
    """

INVARIANT: Final = Invariant(
    18,
    "A reversal takes back one earlier transaction, whole and once",
    found_by(_REVERSALS, _TWICE),
)
