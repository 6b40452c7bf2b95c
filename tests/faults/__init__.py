"""Tests: faults in real processes."""
