"""What is booked where: pure."""
