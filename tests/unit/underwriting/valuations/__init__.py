"""Tests: what a valuation may say."""
