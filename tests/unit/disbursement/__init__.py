"""The disbursement service without its database."""
