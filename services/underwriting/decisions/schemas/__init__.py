"""What readers of decisions get."""
