"""What can be done in the talk with underwriting, one verb per file."""
