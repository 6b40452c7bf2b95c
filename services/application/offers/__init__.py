"""Offers: what was approved, shown to the borrower, and taken or left."""
