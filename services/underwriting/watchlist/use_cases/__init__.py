"""What can be done with the lists, one verb per file."""
