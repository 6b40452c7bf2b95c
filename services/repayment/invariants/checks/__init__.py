"""The checks themselves: queries that find what should not be there."""
