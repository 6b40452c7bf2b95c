"""What is sent about listed names, and what is answered."""
