"""The ways money goes out: one protocol, and an adapter per payment rail."""
