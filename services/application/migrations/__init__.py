"""The history of the application schema."""
