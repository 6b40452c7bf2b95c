"""What can be done with conditions, one verb per file."""
