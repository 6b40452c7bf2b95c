"""What a listed name is: pure."""
