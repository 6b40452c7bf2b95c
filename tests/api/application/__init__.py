"""The application service over HTTP, on a real database."""
