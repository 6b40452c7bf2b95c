"""What can be done with the bureau, one verb per file."""
