"""Pages of `docs/` that are written from the code, and held to it."""
