"""C10: each payout that arrived has its loan, and each loan that runs its payout."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_WITHOUT_LOAN: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, CASE
        WHEN loan.loan_id IS NULL THEN 'arrived and opened no loan'
        ELSE 'arrived, and its loan is funded by another' END
    FROM disbursement.payouts payout LEFT JOIN repayment.loans loan USING (contract_id)
    WHERE payout.status = 'settled' AND payout.payout_id IS DISTINCT FROM loan.payout_id
    """
_WITHOUT_PAYOUT: Final = """
    SELECT 'repayment.loans ' || loan.loan_id,
        'runs on a payout that is ' || coalesce(payout.status, 'not there')
    FROM repayment.loans loan LEFT JOIN disbursement.payouts payout
        ON payout.payout_id = loan.payout_id AND payout.contract_id = loan.contract_id
    WHERE loan.payout_id IS NOT NULL AND payout.status IS DISTINCT FROM 'settled'
    """
_TWICE: Final = """
    SELECT 'application ' || application_id, 'has ' || count(*) || ' loans'
    FROM repayment.loans GROUP BY application_id HAVING count(*) > 1
    """

INVARIANT: Final = Invariant(
    10,
    "Each payout that arrived has one loan, and each loan that runs its payout",
    found_by(_WITHOUT_LOAN, _WITHOUT_PAYOUT, _TWICE),
)
