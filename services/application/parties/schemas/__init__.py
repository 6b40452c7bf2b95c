"""Parties and consents on the wire."""
