"""What can be done with an offer, one verb per file."""
