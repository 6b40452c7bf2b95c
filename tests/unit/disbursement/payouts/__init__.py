"""What is decided about payouts."""
