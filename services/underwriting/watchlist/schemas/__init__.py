"""Listed names on the wire."""
