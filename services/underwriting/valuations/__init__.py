"""What people say the things that secure loans are worth."""
