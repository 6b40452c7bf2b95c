"""Underwriting, its pure rules."""
