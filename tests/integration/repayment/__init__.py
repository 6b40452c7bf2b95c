"""Tests: how loans stand, on a real Postgres."""
