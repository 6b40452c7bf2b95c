"""The talk with underwriting over HTTP."""
