"""Invariants on the wire."""
