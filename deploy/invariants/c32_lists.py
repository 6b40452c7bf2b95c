"""C32: no loan goes out but on a day on which its people were looked for and found on no list."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

# The day is the one on which its money was reserved, by the clock that dates the look as well.
# What was sent before anybody looked is marked so by the migration, and by nothing since.
_UNSCREENED: Final = """
    SELECT 'disbursement.payouts ' || payout.payout_id,
        'went out on ' || reserved.booked_on || ' without a clear look at the lists'
    FROM disbursement.payouts payout
    JOIN disbursement.journal_entries reserved
        ON reserved.source_id = payout.payout_id AND reserved.event = 'reserved'
    WHERE payout.kind = 'loan' AND NOT EXISTS (
        SELECT FROM disbursement.payout_screenings seen
        WHERE (seen.application_id, seen.payout_id, seen.screened_on)
                = (payout.application_id, payout.payout_id, reserved.booked_on)
            AND seen.outcome IN ('clear', 'not_asked'))
    """
# An order that follows those alone that never left is the first one again, on a day of its own. Its
# look may be of the day that ended while it was written down. What was on its way before anybody
# looked is marked, as above.
_UNSCREENED_AGAIN: Final = """
    SELECT 'disbursement.payout_attempts ' || attempt.attempt_id,
        'was handed in on ' || sent.last_day || ' without a clear look at the lists'
    FROM disbursement.payout_attempts attempt
    JOIN disbursement.payouts payout USING (application_id, payout_id)
    CROSS JOIN LATERAL (SELECT
        ((attempt.sent_at_clock - interval '1 minute') AT TIME ZONE 'Asia/Shanghai')::date
            AS first_day,
        (attempt.sent_at_clock AT TIME ZONE 'Asia/Shanghai')::date AS last_day) sent
    WHERE payout.kind = 'loan' AND attempt.number > 1
        AND NOT EXISTS (
            SELECT FROM disbursement.payout_attempts earlier
            LEFT JOIN disbursement.payout_outcomes ended
                USING (application_id, payout_id, number)
            WHERE (earlier.application_id, earlier.payout_id)
                    = (attempt.application_id, attempt.payout_id)
                AND earlier.number < attempt.number
                AND ended.outcome IS DISTINCT FROM 'not_submitted')
        AND NOT EXISTS (
            SELECT FROM disbursement.payout_screenings seen
            WHERE (seen.application_id, seen.payout_id)
                    = (attempt.application_id, attempt.payout_id)
                AND (seen.outcome = 'not_asked' OR (seen.outcome = 'clear'
                    AND seen.screened_on BETWEEN sent.first_day AND sent.last_day)))
    """
# What a look was told is what underwriting kept of it.
_UNKEPT: Final = """
    SELECT 'disbursement.payout_screenings ' || seen.payout_id,
        'says ' || seen.outcome || ' of ' || seen.screened_on || ', which underwriting did not'
    FROM disbursement.payout_screenings seen
    WHERE seen.outcome <> 'not_asked' AND NOT EXISTS (
        SELECT FROM underwriting.case_screenings kept
        WHERE (kept.payout_id, kept.screened_on, kept.list_version, kept.outcome)
            = (seen.payout_id, seen.screened_on, seen.list_version, seen.outcome))
    """

INVARIANT: Final = Invariant(
    32,
    "A loan goes out on a day on which nobody who stands for it was found on a list since",
    found_by(_UNSCREENED, _UNSCREENED_AGAIN, _UNKEPT),
)
