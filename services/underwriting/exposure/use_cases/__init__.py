"""What can be done to an exposure, one verb per file."""
