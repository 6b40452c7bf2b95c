"""Underwriting without HTTP, on a real Postgres or a real socket."""
