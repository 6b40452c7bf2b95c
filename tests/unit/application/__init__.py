"""Unit tests of the application service."""
