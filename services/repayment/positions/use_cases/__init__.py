"""What is done to positions as a whole, one verb per file."""
