"""Tests: how loans stand."""
