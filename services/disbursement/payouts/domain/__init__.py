"""What is decided about payouts, without asking anybody."""
