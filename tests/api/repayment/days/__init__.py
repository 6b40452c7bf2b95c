"""The repayment service as days go by, each test in a database of its own."""
