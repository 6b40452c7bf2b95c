"""How a case is decided."""
