"""Offers on the wire."""
