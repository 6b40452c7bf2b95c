"""The history of the underwriting schema."""
