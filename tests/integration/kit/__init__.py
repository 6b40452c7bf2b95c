"""The kit against a real Postgres."""
