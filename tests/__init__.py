"""Everything the project claims, checked."""
