"""What neighbours and callers send about cases, and what they get."""
