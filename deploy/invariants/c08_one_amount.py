"""C8: one amount from the accepted offer to the loan, in one currency and for one application."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_CONTRACTS: Final = """
    SELECT 'disbursement.contracts ' || contract.contract_id, 'is not for what was accepted'
    FROM disbursement.contracts contract
    LEFT JOIN application.offers offer
        ON offer.application_id = contract.application_id AND offer.status = 'accepted'
    WHERE contract.status NOT IN ('voided', 'terminated')
        AND (offer.amount_minor, offer.currency)
            IS DISTINCT FROM (contract.amount_minor, contract.currency)
    """
# The whole principal is paid: a fee is charged on the loan, never held back.
_PAYOUTS: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, 'is not for its contract''s amount'
    FROM disbursement.payouts payout JOIN disbursement.contracts contract USING (contract_id)
    WHERE payout.kind = 'loan'
        AND (payout.amount_minor, payout.currency) <> (contract.amount_minor, contract.currency)
    """
_LOANS: Final = """
    SELECT 'repayment.loans ' || loan.loan_id, 'is not for its contract''s amount'
    FROM repayment.loans loan LEFT JOIN disbursement.contracts contract USING (contract_id)
    WHERE (loan.principal_minor, loan.currency, loan.application_id, loan.document_sha256)
        IS DISTINCT FROM (contract.amount_minor, contract.currency, contract.application_id,
            contract.document_sha256)
    """

INVARIANT: Final = Invariant(
    8,
    "Offer, contract, payout and loan are for one amount, of one application",
    found_by(_CONTRACTS, _PAYOUTS, _LOANS),
)
