"""Conditions on the wire."""
