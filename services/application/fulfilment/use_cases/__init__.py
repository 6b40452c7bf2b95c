"""What can be heard of an accepted offer, one verb per file."""
