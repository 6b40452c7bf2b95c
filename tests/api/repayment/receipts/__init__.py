"""Receipts through the API."""
