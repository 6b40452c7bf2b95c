"""Quotes on the wire."""
