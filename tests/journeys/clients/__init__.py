"""Clients generated from the merged contract, as strangers would generate them."""
