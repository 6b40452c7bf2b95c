"""What is booked where."""
