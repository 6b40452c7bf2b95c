"""What can be done with a group, one verb per file."""
