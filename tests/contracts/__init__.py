"""Tests: a consumer's client against the provider's real app."""
