"""Collaterals on the wire."""
