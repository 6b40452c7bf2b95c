"""What becomes of an accepted offer elsewhere: its contract, its payouts, its loan."""
