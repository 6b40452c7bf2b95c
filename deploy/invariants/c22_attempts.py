"""C22: the attempts of one payout bear its one key, none once it, or the one before, is over."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_OTHER_KEYS: Final = """
    SELECT 'disbursement.payout_attempts ' || attempt.attempt_id, 'bears another key'
    FROM disbursement.payout_attempts attempt
    JOIN disbursement.payouts payout USING (application_id, payout_id)
    WHERE attempt.provider_key <> payout.provider_key
    """
_LATE: Final = """
    SELECT 'disbursement.payout_attempts ' || attempt.attempt_id,
        'was made after its payout was ' || (ended.after->>'status')
    FROM disbursement.payout_attempts attempt
    JOIN disbursement.audit ended ON ended.aggregate_id = attempt.payout_id
        AND ended.after->>'status' IN ('settled', 'failed', 'returned', 'cancelled')
        AND ended.recorded_at < attempt.started_at
    """
_UNSENT: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id, 'is ' || status || ' without an attempt'
    FROM disbursement.payouts payout
    WHERE status IN ('submitted', 'unknown', 'settled', 'failed', 'returned') AND NOT EXISTS (
        SELECT FROM disbursement.payout_attempts attempt
        WHERE attempt.application_id = payout.application_id
            AND attempt.payout_id = payout.payout_id)
    """
_PAID_BEFORE: Final = """
    SELECT 'disbursement.payout_attempts ' || attempt.attempt_id,
        'was made when the money of ' || earlier.provider_key || ' had arrived'
    FROM disbursement.payout_attempts attempt
    JOIN disbursement.payouts payout USING (application_id, payout_id)
    JOIN disbursement.payouts earlier
        ON (earlier.contract_id, earlier.kind) = (payout.contract_id, payout.kind)
            AND earlier.payout_id <> payout.payout_id
    JOIN disbursement.journal_entries arrived ON arrived.source_id = earlier.payout_id
        AND arrived.source_type = 'payout' AND arrived.event = 'settled_after_failing'
        AND arrived.recorded_at < attempt.started_at
    WHERE NOT EXISTS (
        SELECT FROM disbursement.journal_entries back
        WHERE back.source_id = earlier.payout_id AND back.source_type = 'payout'
            AND back.event = 'returned_after_failing' AND back.recorded_at < attempt.started_at)
    """

INVARIANT: Final = Invariant(
    22,
    "Attempts bear their payout's one key; none follows its end, or money that arrived before it",
    found_by(_OTHER_KEYS, _LATE, _UNSENT, _PAID_BEFORE),
)
