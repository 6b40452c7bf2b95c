"""What can be done with receipts, one verb per file."""
