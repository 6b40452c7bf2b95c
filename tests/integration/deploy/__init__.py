"""Local stack: processes for real."""
