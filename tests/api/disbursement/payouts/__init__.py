"""Payouts, beside the truth of the rail that makes them."""
