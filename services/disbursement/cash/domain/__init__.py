"""How the events of a payout are booked."""
