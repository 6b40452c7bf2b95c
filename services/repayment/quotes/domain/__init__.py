"""What a quote decides: pure."""
