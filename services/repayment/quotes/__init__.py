"""Quotes: what a loan on given terms would cost, computed and forgotten."""
