"""Pages written from the code."""
