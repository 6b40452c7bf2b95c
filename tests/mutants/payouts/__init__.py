"""Mistakes on the way money goes out."""
