"""Tests: the desk's rules."""
