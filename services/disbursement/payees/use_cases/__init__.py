"""What can be done with payee accounts, one verb per file."""
