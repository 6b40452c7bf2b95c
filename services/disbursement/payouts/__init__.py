"""Payouts: conditions met, approved by the right hands, sent once, and what became of it."""
