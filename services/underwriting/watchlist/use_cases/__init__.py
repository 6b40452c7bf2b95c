"""What can be done with listed names, one verb per file."""
