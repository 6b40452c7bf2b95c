"""The demonstration, as far as it needs no stack."""
