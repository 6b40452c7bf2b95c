"""C22: the attempts of one payout bear its one key, and none is made once it has ended."""

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

INVARIANT: Final = Invariant(
    22,
    "Attempts bear their payout's one key, and none follows its end",
    found_by(_OTHER_KEYS, _LATE, _UNSENT),
)
