"""Whom this service tells of its loans, and in which words."""
