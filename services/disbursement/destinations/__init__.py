"""Whom this service tells what happened, and in which words."""
