"""Tests: what is booked where."""
