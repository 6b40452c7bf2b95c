"""Payee accounts over HTTP, and what their banks say."""
