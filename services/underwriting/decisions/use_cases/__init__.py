"""What can be done with a decision, one verb per file."""
