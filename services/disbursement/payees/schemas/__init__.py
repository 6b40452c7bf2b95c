"""Payee accounts on the wire."""
