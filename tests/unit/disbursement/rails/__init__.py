"""What is judged of a rail without asking it."""
