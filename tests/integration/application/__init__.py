"""The application service's pieces on a real database."""
