"""Unit tests of the repayment service."""
