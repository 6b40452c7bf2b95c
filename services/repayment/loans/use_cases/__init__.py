"""What can be done to a loan, one verb per file."""
