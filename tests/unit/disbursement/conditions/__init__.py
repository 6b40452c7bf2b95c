"""Conditions precedent, the pure part."""
