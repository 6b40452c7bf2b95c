"""What a promise is and becomes: pure."""
