"""C4: a tranche has one payout that is not over, and the database would refuse a second one.

What was paid by one that failed is no contract's to be left with.
"""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_TWICE: Final = """
    SELECT 'application ' || application_id || ', tranche ' || tranche,
        'has ' || count(*) || ' payouts that are not over'
    FROM disbursement.payouts
    WHERE kind = 'loan' AND status NOT IN ('failed', 'cancelled', 'returned')
    GROUP BY application_id, tranche HAVING count(*) > 1
    """
_UNGUARDED: Final = """
    SELECT 'disbursement.payouts', 'has no unique index over what is not over'
    WHERE NOT EXISTS (
        SELECT FROM pg_index WHERE indrelid = 'disbursement.payouts'::regclass
            AND indisunique AND indisvalid AND indpred IS NOT NULL)
    """
_HANDS: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, 'was approved by ' || hand.subject
    FROM disbursement.payouts payout
    JOIN disbursement.payout_approvals hand
        ON (hand.application_id, hand.payout_id, hand.round)
            = (payout.application_id, payout.payout_id, payout.approval_round)
    JOIN disbursement.contracts contract USING (contract_id)
    WHERE hand.subject = payout.owner OR contract.decided_by ? hand.subject
        OR EXISTS (SELECT FROM disbursement.contract_signers signer
            WHERE (signer.contract_id, signer.owner) = (payout.contract_id, hand.subject))
        OR EXISTS (SELECT FROM disbursement.contract_signatures signature
            WHERE (signature.contract_id, signature.subject) = (payout.contract_id, hand.subject))
    """
# Both are written under the contract's lock, by the clock of the database.
_LEFT: Final = """
    SELECT 'disbursement.contracts ' || left_at.contract_id,
        'was ' || left_at.to_status || ', and a payout of it that failed had arrived'
    FROM disbursement.contract_happenings left_at
    JOIN disbursement.payouts payout USING (contract_id)
    JOIN disbursement.journal_entries arrived ON arrived.source_id = payout.payout_id
    WHERE left_at.to_status IN ('voided', 'terminated') AND payout.kind = 'loan'
        AND arrived.event = 'settled_after_failing' AND arrived.recorded_at < left_at.occurred_at
        AND NOT EXISTS (SELECT FROM disbursement.journal_entries back
            WHERE back.source_id = payout.payout_id AND back.event = 'returned_after_failing'
                AND back.recorded_at < left_at.occurred_at)
    """

INVARIANT: Final = Invariant(
    4,
    "A tranche has one payout that is not over, approved by nobody who decided on it, signed or"
    " borrows it, and nobody leaves what one that failed brought",
    found_by(_TWICE, _UNGUARDED, _HANDS, _LEFT),
)
