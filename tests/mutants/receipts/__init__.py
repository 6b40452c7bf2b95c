"""Mistakes on the way money comes in."""
