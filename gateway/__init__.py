"""The one door: verifies callers, routes by an exact table, forwards."""
