"""The kit, without a database."""
