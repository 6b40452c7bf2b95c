"""Contracts, their pure rules."""
