"""What a new business day brings to contracts, on a database of each test's own."""
