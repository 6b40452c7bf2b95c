"""What the neighbours tell, and what they are answered."""
