"""A payment rail to try things with: what an account number says decides what goes wrong."""
