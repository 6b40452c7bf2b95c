"""C3: what a loan's row says of how it was funded is what its transactions say."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

# The funding that stands: a payout's money that came and was not taken back.
_FUNDED: Final = """
    WITH standing AS (
        SELECT came.* FROM repayment.loan_transactions came
        WHERE came.kind = 'disbursed' AND NOT EXISTS (
            SELECT FROM repayment.loan_transactions back
            WHERE back.loan_id = came.loan_id AND back.reverses = came.reference)
    )
    SELECT 'repayment.loans ' || loan.loan_id, CASE
        WHEN came.loan_id IS NULL THEN 'is ' || loan.status || ', and no money stands behind it'
        WHEN loan.status = 'pending' THEN 'is pending, and ' || came.reference || ' stands'
        ELSE 'is funded otherwise than by ' || came.reference END
    FROM repayment.loans loan LEFT JOIN standing came USING (loan_id)
    WHERE (loan.status = 'pending') <> (came.loan_id IS NULL)
        OR (came.sequence, came.value_date, came.amount_minor, came.currency)
            IS DISTINCT FROM (loan.funding_sequence, loan.disbursed_on,
                CASE WHEN came.loan_id IS NOT NULL THEN loan.principal_minor END,
                CASE WHEN came.loan_id IS NOT NULL THEN loan.currency END)
    """
_COUNTED: Final = """
    SELECT 'repayment.loans ' || loan.loan_id,
        'counts ' || loan.last_sequence || ' transactions, there are ' || count(happened.sequence)
    FROM repayment.loans loan LEFT JOIN repayment.loan_transactions happened USING (loan_id)
    GROUP BY loan.loan_id
    HAVING loan.last_sequence <> count(happened.sequence)
        OR loan.last_sequence <> coalesce(max(happened.sequence), 0)
    """

INVARIANT: Final = Invariant(
    3,
    "A loan's row says what its transactions say: how many, and which money stands behind it",
    found_by(_FUNDED, _COUNTED),
)
