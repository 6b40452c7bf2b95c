"""Unit tests of the loan engine: golden vectors, published figures, properties."""
