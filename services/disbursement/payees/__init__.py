"""Payee accounts: where a contract's money may go, and whose account that is."""
