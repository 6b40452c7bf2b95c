"""What is owed today, who is late, what we do about it."""
