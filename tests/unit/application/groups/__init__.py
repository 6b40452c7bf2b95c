"""Groups, decided without a database."""
