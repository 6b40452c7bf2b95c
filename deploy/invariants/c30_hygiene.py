"""C30: nobody holds what others wait for, and no index has to be built anew."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_IDLE: Final = """
    SELECT usename || ' from ' || application_name, 'holds a transaction open and does nothing'
    FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'
        AND state_change < clock_timestamp() - least(:unsent_after, interval '30 seconds')
    """
# Ours end with their transaction; one that an idle session holds was left behind.
_LEFT: Final = """
    SELECT holder.usename || ' from ' || holder.application_name, 'left an advisory lock behind'
    FROM pg_locks held JOIN pg_stat_activity holder USING (pid)
    WHERE held.locktype = 'advisory' AND held.granted AND holder.state = 'idle'
        AND holder.datname = current_database()
    """
_INVALID: Final = """
    SELECT indexrelid::regclass, 'is not valid' FROM pg_index
    WHERE NOT (indisvalid AND indisready)
    """

INVARIANT: Final = Invariant(
    30,
    "No transaction stands idle, no lock is left behind, every index is valid",
    found_by(_IDLE, _LEFT, _INVALID),
)
