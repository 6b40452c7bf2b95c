"""What neighbours and callers send about contracts, and what they get."""
