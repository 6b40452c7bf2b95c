"""Exposure on the wire."""
