"""Payee accounts, the pure part."""
