"""Unit tests of quotes."""
