"""Is it signed, may we pay, did the money arrive, exactly once."""
