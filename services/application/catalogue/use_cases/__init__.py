"""What can be done with products, one verb per file."""
