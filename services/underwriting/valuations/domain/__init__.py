"""What a valuation may say: pure."""
