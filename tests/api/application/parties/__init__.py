"""Parties and consents over HTTP."""
