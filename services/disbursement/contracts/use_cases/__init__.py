"""What can be done with a contract, one verb per file."""
