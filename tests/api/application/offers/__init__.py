"""Offers over HTTP, and the round that lets them lapse."""
