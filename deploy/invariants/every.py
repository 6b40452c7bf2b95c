"""All invariants, by their numbers."""

from typing import Final

from deploy.invariants import (
    c01_entries,
    c02_books,
    c03_funding,
    c04_payouts,
    c06_transfers,
    c07_conservation,
    c08_one_amount,
    c09_decided,
    c10_one_loan,
    c17_lives,
    c18_reversals,
    c19_outbox,
    c20_inbox,
    c21_keys,
    c22_attempts,
    c23_audit,
    c24_audited,
    c27_columns,
    c28_rights,
    c29_owners,
)

EVERY: Final = (
    c01_entries.INVARIANT,
    c02_books.INVARIANT,
    c03_funding.INVARIANT,
    c04_payouts.INVARIANT,
    c06_transfers.INVARIANT,
    c07_conservation.INVARIANT,
    c08_one_amount.INVARIANT,
    c09_decided.INVARIANT,
    c10_one_loan.INVARIANT,
    c17_lives.INVARIANT,
    c18_reversals.INVARIANT,
    c19_outbox.INVARIANT,
    c20_inbox.INVARIANT,
    c21_keys.INVARIANT,
    c22_attempts.INVARIANT,
    c23_audit.INVARIANT,
    c24_audited.INVARIANT,
    c27_columns.INVARIANT,
    c28_rights.INVARIANT,
    c29_owners.INVARIANT,
)
