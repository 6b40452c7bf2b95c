"""The underwriting service over HTTP, on a real database, with a bureau of our making."""
