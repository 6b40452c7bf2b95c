"""Business days on the wire."""
