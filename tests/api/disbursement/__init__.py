"""The disbursement service over HTTP, on a real database."""
