"""C33: nothing of a borrower's limits is held for a case that was closed."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_HELD: Final = """
    SELECT 'underwriting.exposure_reservations ' || held.case_id,
        'holds ' || held.amount_minor || ' ' || held.currency || ' for a closed case'
    FROM underwriting.exposure_reservations held
    JOIN underwriting.cases closed USING (case_id)
    WHERE held.status = 'reserved' AND closed.status = 'closed'
    """

INVARIANT: Final = Invariant(
    33, "Nothing of a borrower's limits is held for a closed case", found_by(_HELD)
)
