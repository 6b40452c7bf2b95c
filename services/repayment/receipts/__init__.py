"""Money that comes in for loans, and what is done with it: booked, taken back, given back."""
