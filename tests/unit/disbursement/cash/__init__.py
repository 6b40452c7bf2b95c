"""How money is booked."""
