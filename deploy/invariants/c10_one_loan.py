"""C10: each payout that arrived has its loan or refund, and each of those its one payout."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_WITHOUT_LOAN: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, CASE
        WHEN loan.loan_id IS NULL THEN 'arrived and opened no loan'
        ELSE 'arrived, and its loan is funded by another' END
    FROM disbursement.payouts payout LEFT JOIN repayment.loans loan USING (contract_id)
    WHERE payout.kind = 'loan' AND payout.status = 'settled'
        AND payout.payout_id IS DISTINCT FROM loan.payout_id
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
# Both are settled together, and run on together.
_CONTRACTS: Final = """
    SELECT 'disbursement.contracts ' || contract.contract_id,
        'is ' || contract.status || ', and its loan ' || loan.status
    FROM disbursement.contracts contract JOIN repayment.loans loan USING (contract_id)
    WHERE (contract.status = 'settled') <> (loan.status = 'settled')
    """
# A refund to another account: what repayment has of it is what its one payout came to.
_REFUNDS: Final = """
    SELECT coalesce('repayment.proposals ' || refund.proposal_id,
            'disbursement.payouts ' || payout.payout_id), CASE
        WHEN refund.proposal_id IS NULL THEN 'pays a refund that is not there'
        WHEN payout.payout_id IS NULL THEN 'is ' || refund.status || ' without a payout'
        ELSE 'is ' || refund.status || ', and its payout ' || payout.status || ' with '
            || payout.amount_minor || ' ' || payout.currency END
    FROM (
        SELECT refund.*, loan.contract_id AS lent_under
        FROM repayment.proposals refund JOIN repayment.loans loan USING (loan_id)
        WHERE refund.status IN ('paying', 'paid', 'returned')
    ) refund
    FULL JOIN (SELECT * FROM disbursement.payouts WHERE kind = 'refund') payout
        ON payout.refund_id = refund.proposal_id
    WHERE refund.proposal_id IS NULL OR payout.payout_id IS NULL
        OR (refund.lent_under, refund.amount_minor, refund.currency)
            <> (payout.contract_id, payout.amount_minor, payout.currency)
        OR (refund.status <> 'paying' AND refund.payout_id IS DISTINCT FROM payout.payout_id)
        OR refund.status <> CASE payout.status
            WHEN 'settled' THEN 'paid' WHEN 'failed' THEN 'returned'
            WHEN 'returned' THEN 'returned' WHEN 'cancelled' THEN 'returned'
            ELSE 'paying' END
    """

INVARIANT: Final = Invariant(
    10,
    "Each payout that arrived has one loan or refund, and each of those its one payout",
    found_by(_WITHOUT_LOAN, _WITHOUT_PAYOUT, _TWICE, _CONTRACTS, _REFUNDS),
)
