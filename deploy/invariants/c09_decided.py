"""C9: no money goes out but on a decision that was for it, an offer accepted in time, and hands."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

# A moved test clock dates acceptances and not what the database writes: days are compared with
# days of the same clock alone.
_UNDECIDED: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, CASE
        WHEN offer.offer_id IS NULL THEN 'goes out on no accepted offer'
        WHEN (offer.accepted_at AT TIME ZONE 'Asia/Shanghai')::date > offer.valid_until
            THEN 'goes out on an offer that had lapsed'
        ELSE 'goes out on no decision for it' END
    FROM disbursement.payouts payout
    LEFT JOIN application.offers offer
        ON offer.application_id = payout.application_id AND offer.status = 'accepted'
    LEFT JOIN underwriting.decisions decision
        ON decision.decision_id = offer.decision_id AND decision.outcome = 'approved'
        AND (decision.amount_minor, decision.currency) = (offer.amount_minor, offer.currency)
    WHERE payout.status NOT IN ('created', 'conditions_pending', 'cancelled')
        AND (decision.decision_id IS NULL
            OR (offer.accepted_at AT TIME ZONE 'Asia/Shanghai')::date > offer.valid_until)
    """
_UNSIGNED: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, 'goes out, and somebody has not signed'
    FROM disbursement.payouts payout
    WHERE payout.status NOT IN ('created', 'conditions_pending', 'cancelled') AND EXISTS (
        SELECT FROM disbursement.contract_signers signer
        LEFT JOIN disbursement.contract_signatures signature USING (contract_id, number)
        WHERE signer.contract_id = payout.contract_id AND signature.contract_id IS NULL)
    """
# Approved by the machine below the limit, else by two people in two capacities.
_UNAPPROVED: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id,
        'was sent on the hands of ' || coalesce(string_agg(hand.hand, ', '), 'nobody')
    FROM disbursement.payouts payout
    LEFT JOIN disbursement.payout_approvals hand
        ON (hand.application_id, hand.payout_id, hand.round)
            = (payout.application_id, payout.payout_id, payout.approval_round)
    WHERE payout.status IN ('submitted', 'unknown', 'settled', 'failed', 'returned')
    GROUP BY payout.payout_id
    HAVING NOT (
        (count(*) = 1 AND bool_and(hand.hand = 'system') IS TRUE)
        OR (count(*) = 2 AND count(DISTINCT hand.subject) = 2
            AND bool_or(hand.hand = 'maker') AND bool_or(hand.hand = 'checker')))
    """

INVARIANT: Final = Invariant(
    9,
    "Money goes out on a decision, an offer accepted in time, all signatures and the right hands",
    found_by(_UNDECIDED, _UNSIGNED, _UNAPPROVED),
)
