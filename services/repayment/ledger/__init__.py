"""The ledger: which accounts there are, what is booked to them, and that they balance."""
