"""Receipts, purely."""
