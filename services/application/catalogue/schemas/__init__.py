"""Products on the wire."""
