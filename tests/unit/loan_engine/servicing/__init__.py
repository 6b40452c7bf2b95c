"""Tests: the life of a loan after payout."""
