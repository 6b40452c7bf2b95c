"""Unit tests of intake: pure decisions."""
