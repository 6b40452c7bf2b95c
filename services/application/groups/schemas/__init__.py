"""Groups on the wire."""
