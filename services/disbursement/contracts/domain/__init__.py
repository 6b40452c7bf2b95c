"""What a contract decides: pure."""
