"""What can be done with payouts, one verb per file."""
